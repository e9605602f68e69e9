#include "host/case/efficiency_curve.hpp"

#include <algorithm>
#include <cmath>

namespace slipburst::host {
namespace {

/// Linear interpolation between the points `right` - 1 and `right`.
double between(const EfficiencyCurve& curve, std::size_t right, double energy) {
  if (right == 0) return curve.survival.front();
  if (right == curve.energy_eV.size()) return curve.survival.back();
  const double low = curve.energy_eV[right - 1], high = curve.energy_eV[right];
  return std::lerp(curve.survival[right - 1], curve.survival[right], (energy - low) / (high - low));
}

/// Limit from below, which differs from the value only at a step.
double just_below(const EfficiencyCurve& curve, double energy) {
  const std::vector<double>& points = curve.energy_eV;
  return between(curve, static_cast<std::size_t>(std::ranges::lower_bound(points, energy) - points.begin()), energy);
}

}  // namespace

double EfficiencyCurve::at(double energy) const {
  const auto right = static_cast<std::size_t>(std::ranges::upper_bound(energy_eV, energy) - energy_eV.begin());
  return between(*this, right, energy);
}

double EfficiencyCurve::mean(double low, double high) const {
  double sum = 0, from = low;
  const auto add = [&](double to) {  // a trapezoid is exact between points
    sum += 0.5 * (at(from) + just_below(*this, to)) * ((to - from) / (high - low));
    from = to;
  };
  for (auto point = std::ranges::upper_bound(energy_eV, low); point != energy_eV.end() && *point < high; ++point) {
    if (*point > from) add(*point);
  }
  if (from == low) return 0.5 * (at(low) + just_below(*this, high));
  add(high);
  return sum;
}

}  // namespace slipburst::host
