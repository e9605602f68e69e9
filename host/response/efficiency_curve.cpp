#include "host/response/efficiency_curve.hpp"

#include <algorithm>
#include <cmath>

namespace slipburst::host {

double EfficiencyCurve::at(double energy) const {
  if (energy <= energy_eV.front()) return survival.front();
  if (energy >= energy_eV.back()) return survival.back();
  const auto right = static_cast<std::size_t>(std::ranges::upper_bound(energy_eV, energy) - energy_eV.begin());
  const double fraction = (energy - energy_eV[right - 1]) / (energy_eV[right] - energy_eV[right - 1]);
  return std::lerp(survival[right - 1], survival[right], fraction);
}

double EfficiencyCurve::mean(double low, double high) const {
  double sum = 0, from = low, value = at(low);
  const auto add = [&](double to) {  // a trapezoid is exact between points
    const double next = at(to);
    sum += 0.5 * (value + next) * ((to - from) / (high - low));
    from = to;
    value = next;
  };
  for (auto point = std::ranges::upper_bound(energy_eV, low); point != energy_eV.end() && *point < high; ++point) {
    add(*point);
  }
  if (from == low) return 0.5 * (value + at(high));
  add(high);
  return sum;
}

}  // namespace slipburst::host
