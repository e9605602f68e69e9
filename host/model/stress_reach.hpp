#pragma once
/// \file How far a case's history takes the stress on its lines.

#include "host/case/case.hpp"

namespace slipburst::host {

/// Greatest stress a line leaves under, over the stress of the case; at least 1. What a shift of eta adds to the
/// stress, shift / (1 - eta), is taken at eta = 1/2, and at 1/4 for lines pinned under such a shift: lines above would
/// leave within no history.
double max_history_stress_factor(const Case& c);

/// And the least, where a shift would take more than there is.
inline constexpr double min_stress_factor = 1e-3;

}  // namespace slipburst::host
