#pragma once
/// \file Distribution of pinned lines over eta = 1 - tau / tau_c.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::release {

/// Density of pinned lines over eta, as a multiple of the flat one: log2 p(eta). No lines outside [first, last].
///
/// Exponential, p = exp(k Gamma (eta - eta*)), without nodes (k = 0: flat); else linear between nodes, whose ends are
/// `first` and `last`.
struct PinDensity {
  double slope = 0;   ///< k Gamma log2(e)
  double origin = 0;  ///< eta*
  double first = 0, last = 1;
  const double* eta = nullptr;
  const double* value = nullptr;
  std::int32_t nodes = 0;

  /// log2 that stands for a density of zero: a finite number, so that arithmetic stays defined.
  static constexpr double none = -1e6;

  SLIPBURST_FUNCTION double log2_density(double at) const {
    if (!(at >= first && at <= last)) return none;
    if (nodes == 0) return slope * (at - origin);
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

/// Exponential density of slope k, 1 at eta*, with no more lines than the flat density:
///   p = exp(k Gamma (eta - eta*)) for first <= eta <= last,  the integral of p over eta at most 1.
/// An exponential that holds more between 0 and 1 ends where its lines are used up: at
/// last = eta* + ln(k Gamma + exp(-k Gamma eta*)) / (k Gamma) for k > 0, and for k < 0 at
/// first = eta* - ln(|k| Gamma + exp(-|k| Gamma (1 - eta*))) / (|k| Gamma).
/// \param slope  k Gamma log2(e)
inline PinDensity exponential_density(double slope, double origin) {
  PinDensity density{slope, origin};
  if (slope == 0) return density;
  const double steepness = slope > 0 ? slope : -slope;
  // Distance in bits from eta* to the end that holds few lines, and distance in eta to the end that holds most lines.
  const double far = steepness * (slope > 0 ? origin : 1 - origin);
  const double more = far < 900 ? math::exp2(far > -900 ? -far : 900.0) : 0.0;
  const double distance = math::log2(math::fused(steepness, math::ln2, more)) / steepness;
  if (slope > 0 && origin + distance < 1) density.last = origin + distance;
  if (slope < 0 && origin - distance > 0) density.first = origin - distance;
  return density;
}

}  // namespace slipburst::release
