#include "host/run/stressed_share.hpp"

#include <cmath>

#include "host/run/event_model.hpp"
#include "host/run/exact.hpp"

namespace slipburst::host {
namespace {

constexpr int intervals = 8;

}  // namespace

exec::EventModel at_stress_factor(const exec::EventModel& model, double factor) {
  exec::EventModel stressed = model;
  stressed.greatest_stress *= factor;
  stressed.height_per_bit /= factor;
  stressed.thickness_bits *= factor;
  // Sizes count in the unit of bits x stress, which has become larger; so has the length of a line, which goes as
  // 1/stress, in proportion to it.
  stressed.grains.log2_median += std::log2(factor);
  stressed.grains.line *= factor;
  return stressed;
}

StressedShare::StressedShare(const Case& c, const Table& table, std::span<const double> thresholds_eV,
                             double least_factor, double greatest_factor, const std::function<void()>& poll) {
  const exec::EventModel model = event_model(c, thresholds_eV);
  const int last = greatest_factor > least_factor ? intervals : 0;
  for (int i = 0; i <= last; ++i) {
    const double part = last == 0 ? 0 : 0.5 - 0.5 * std::cos(math::pi * i / last);
    nodes_.push_back(least_factor + part * (greatest_factor - least_factor));
    const exec::EventModel stressed = at_stress_factor(model, nodes_.back());
    const ExactSpectrum exact =
        integrate_spectrum(stressed, log2_unit_eV(c), table, table_slices(stressed, table), {}, thresholds_eV, poll);
    values_.emplace_back();
    for (const ExactChannel& channel : exact.channel) {
      values_.back().insert(values_.back().end(), channel.thresholds.begin(), channel.thresholds.end());
    }
  }
}

std::vector<double> StressedShare::at(double factor) const {
  if (nodes_.size() == 1) return values_.front();
  // Barycentric interpolation at Chebyshev points of the second kind.
  std::vector<double> sum(values_.front().size(), 0.0);
  double norm = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (factor == nodes_[i]) return values_[i];
    const double end = i == 0 || i + 1 == nodes_.size() ? 0.5 : 1;
    const double weight = (i % 2 == 0 ? end : -end) / (factor - nodes_[i]);
    norm += weight;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * values_[i][k];
  }
  for (double& value : sum) value /= norm;
  return sum;
}

}  // namespace slipburst::host
