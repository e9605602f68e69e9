#pragma once
/// \file Range of the stress factors in a case's history.

#include "host/case/case.hpp"

namespace slipburst::host {

/// Greatest stress under which a line leaves, over the stress of the case; at least 1. The stress that a shift of eta
/// adds, shift / (1 - eta), is taken at eta = 1/2, and at 1/4 above the shift for lines pinned under one: lines of
/// greater eta would not leave within any history.
double max_history_stress_factor(const Case& c);

/// Least stress factor, also where a shift would take more stress than there is.
inline constexpr double min_stress_factor = 1e-3;

}  // namespace slipburst::host
