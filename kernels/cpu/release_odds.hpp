#pragma once
/// \file Odds of release of many lines side by side, for the host.

#include "slipburst/release/lanes.hpp"

namespace slipburst::kernels {

/// release::find_odds() by the best instruction set of this processor.
void find_odds(const release::Slices& slices, const release::Part& part, int count, release::Lanes& lanes);

}  // namespace slipburst::kernels
