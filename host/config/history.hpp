#pragma once
/// \file The stages of a history, [[history]]: from settings to stages and back to TOML.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

/// Bounds of `eta_shift`, a change of stress in units of a line's critical stress.
inline constexpr double min_eta_shift = -1, max_eta_shift = 0.5;
/// Bound of `stress_factor`.
inline constexpr double max_stress_factor = 100;

/// A key of a stage.
struct StageKey {
  std::string_view name;
  std::string doc;
  std::string_view example;  ///< as written in TOML
};

std::span<const StageKey> stage_keys();

/// The words of StageKind, in its order.
std::span<const std::string> stage_kinds();

/// Checks settings and converts them to consecutive stages.
///
/// \param sigma0  divisor of a stage's `stress`, meV/nm^3
/// \throws InputError naming place, stage, value and remedy
std::vector<Stage> read_history(std::span<const StageSettings> settings, double sigma0);

/// Canonical TOML, empty for no stages: reading it gives the same bits. A `stress` has become a `stress_factor`.
std::string history_text(std::span<const Stage> history);

/// Canonical TOML after a comment on every key; for no stages, an example that is commented out.
std::string commented_history(std::span<const Stage> history);

}  // namespace slipburst::host
