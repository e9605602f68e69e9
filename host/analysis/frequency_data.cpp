#include "host/analysis/frequency_data.hpp"

#include <algorithm>
#include <boost/math/special_functions/log1p.hpp>
#include <cmath>

namespace slipburst::host {
namespace {

/// x - ln(1 + x)
double curve(double x) { return -boost::math::log1pmx(x); }

}  // namespace

FrequencyPoint counted_frequency(double temperature_K, double clusters, double moves, double window_s) {
  const double frequency = moves / clusters / window_s;
  const double relative = moves > 0 ? std::sqrt(1 / clusters + 1 / moves) : 0;
  return {temperature_K, frequency, frequency * relative, clusters, moves, window_s, 0};
}

std::size_t FrequencyData::size() const {
  std::size_t points = 0;
  for (const FrequencySet& set : sets) points += set.points.size();
  return points;
}

double scattered_count_residual(double size, double count, double log_mean) {
  const double mean = std::exp(log_mean), total = count + size, excess = mean - count;
  if (!(count > 0)) return std::sqrt(2 * size * std::log1p(mean / size));
  double half = 0;
  if (std::abs(excess) < 0.5 * count) {  // linear terms of the logarithms cancel and are left out
    half = count * curve(excess / count) - total * curve(excess / total);
  } else {  // by logarithms, also for means beyond a double's range
    const double log_sum = mean > size ? log_mean + std::log1p(size / mean) : std::log(size) + std::log1p(mean / size);
    half = count * (std::log(count) - log_mean) + total * (log_sum - std::log(total));
  }
  const double deviance = 2 * std::max(half, 0.0);
  return excess < 0 ? -std::sqrt(deviance) : std::sqrt(deviance);
}

double frequency_residual(const FrequencyPoint& point, bool counted, double log_model) {
  if (counted) {
    return scattered_count_residual(point.clusters, point.moves, log_model + std::log(point.clusters * point.window_s));
  }
  return (log_model - std::log(point.frequency_Hz)) * (point.frequency_Hz / point.error_Hz);
}

}  // namespace slipburst::host
