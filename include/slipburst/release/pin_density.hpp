#pragma once
/// \file How pinned lines are distributed over eta = 1 - tau / tau_c.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::release {

/// Density of pinned lines over eta in (0, 1), as a multiple of the flat one: log2 p(eta).
///
/// Exponential, p = exp(k Gamma (eta - eta*)), where nodes are missing (k = 0: flat); else linear between nodes and
/// zero outside them.
struct PinDensity {
  double slope = 0;   ///< k Gamma log2(e)
  double origin = 0;  ///< eta*
  const double* eta = nullptr;
  const double* value = nullptr;
  std::int32_t nodes = 0;

  /// log2 of no lines at all: a number that arithmetic can go on with.
  static constexpr double none = -1e6;

  SLIPBURST_FUNCTION double log2_density(double at) const {
    if (nodes == 0) return slope * (at - origin);
    if (!(at >= eta[0] && at <= eta[nodes - 1])) return none;
    std::int32_t low = 0, high = nodes - 1;
    while (high - low > 1) {
      const std::int32_t middle = (low + high) / 2;
      (eta[middle] <= at ? low : high) = middle;
    }
    const double fraction = (at - eta[low]) / (eta[high] - eta[low]);
    const double density = math::fused(fraction, value[high] - value[low], value[low]);
    return density > 1e-300 ? math::log2(density) : none;
  }
};

}  // namespace slipburst::release
