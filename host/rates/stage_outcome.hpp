#pragma once
/// \file What a stage of a film's history did: what left in it, and how long it is felt.

#include <optional>
#include <vector>

#include "host/rates/release_values.hpp"

namespace slipburst::host {

struct StageOutcome {
  Stage stage;
  double expected;  ///< what left in its course, with time to do so
  Estimate sampled;
  double expected_at_once;  ///< what left at its very start, as nothing held it any more
  Estimate sampled_at_once;
  /// Of a pulse: how much more left than would have without it.
  std::optional<double> removed;
  /// Of a pulse: time after its end at which rates are back to half of what they would be without it; nothing if they
  /// never are below, or not within 1e13 s.
  std::optional<double> half_recovered_s;
};

/// One for each stage of the case that lies within the slices.
std::vector<StageOutcome> stage_outcomes(const Case& c, const ReleaseValues& values);

}  // namespace slipburst::host
