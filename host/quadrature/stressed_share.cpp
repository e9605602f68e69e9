#include "host/quadrature/stressed_share.hpp"

#include <algorithm>
#include <cmath>

#include "host/quadrature/exact.hpp"

namespace slipburst::host {
namespace {

constexpr double widest = 0.005, min_intervals = 4, max_intervals = 32;

}  // namespace

exec::EventModel at_stress(const exec::EventModel& model, const release::Stress& stress) {
  exec::EventModel stressed = model;
  stressed.max_stress *= stress.pinned * stress.rise;
  stressed.height_per_bit /= stress.rise;
  // Sizes are in the unit of pin height over bits x stress, which has become smaller. The length of a line, whose ratio
  // to the stress is `line`, has not changed.
  stressed.thickness_bits *= stress.rise;
  stressed.grains.log2_median += std::log2(stress.rise);
  stressed.grains.line *= stress.rise * stress.rise;
  return stressed;
}

double at_stress(double log2_unit, const release::Stress& stress) { return log2_unit + std::log2(stress.rise); }

StressedShare::StressedShare(const exec::EventModel& model, double log2_unit, const Table& table,
                             std::span<const double> thresholds_eV, double pinned, double min_rise, double max_rise,
                             const std::function<void()>& poll)
    : first_(min_rise) {
  const double range = max_rise - min_rise;
  const int intervals =
      range > 0 ? static_cast<int>(std::clamp(std::ceil(range / widest), min_intervals, max_intervals)) : 0;
  step_ = intervals > 0 ? range / intervals : 1;
  for (int i = 0; i <= intervals; ++i) {
    const release::Stress stress{pinned, first_ + step_ * i};
    const exec::EventModel stressed = at_stress(model, stress);
    const ExactSpectrum exact = integrate_spectrum(stressed, at_stress(log2_unit, stress), table,
                                                   table_slices(stressed, table), {}, thresholds_eV, poll);
    values_.emplace_back();
    for (const ExactChannel& channel : exact.channel) {
      values_.back().insert(values_.back().end(), channel.thresholds.begin(), channel.thresholds.end());
    }
  }
}

std::vector<double> StressedShare::at(double rise) const {
  if (values_.size() == 1) return values_.front();
  // Lagrange's cubic through the four nodes around, clamped at zero: shares end there with a kink, below which the
  // cubic must not go.
  const double place = (rise - first_) / step_;
  const auto last = static_cast<double>(values_.size()) - 4;
  const auto node = static_cast<std::size_t>(std::clamp(std::floor(place) - 1, 0.0, last));
  const double x = place - static_cast<double>(node);
  const double weight[] = {-(x - 1) * (x - 2) * (x - 3) / 6, x * (x - 2) * (x - 3) / 2, -x * (x - 1) * (x - 3) / 2,
                           x * (x - 1) * (x - 2) / 6};
  std::vector<double> shares(values_.front().size(), 0.0);
  for (std::size_t k = 0; k < shares.size(); ++k) {
    for (std::size_t i = 0; i < 4; ++i) shares[k] += weight[i] * values_[node + i][k];
    shares[k] = std::max(shares[k], 0.0);
  }
  return shares;
}

}  // namespace slipburst::host
