#pragma once
/// \file Outcome of a stage of a film's history: its releases, and the time until rates recover.

#include <optional>
#include <vector>

#include "host/rates/release_values.hpp"

namespace slipburst::host {

struct StageOutcome {
  Stage stage;
  double expected;  ///< releases in the course of the stage
  Estimate sampled;
  double expected_at_once;  ///< releases at once, of lines left without a barrier
  Estimate sampled_at_once;
  /// Releases that a pulse adds.
  std::optional<double> removed;
  /// Time after the end of a pulse, s, at which the rate is back to half of the rate without it; empty if the rate is
  /// never below half, or not back within 1e13 s.
  std::optional<double> half_recovered_s;
};

/// Outcome of each stage of the case that lies within the slices.
std::vector<StageOutcome> stage_outcomes(const Case& c, const ReleaseValues& values);

}  // namespace slipburst::host
