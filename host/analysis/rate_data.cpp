#include "host/analysis/rate_data.hpp"

#include <algorithm>
#include <boost/math/special_functions/log1p.hpp>
#include <cmath>

#include "host/numerics/special_values.hpp"

namespace slipburst::host {

RatePoint counted_rate(double time_day, double counts, double live_time_s) {
  return {time_day, counts / live_time_s, std::sqrt(counts) / live_time_s, counts, live_time_s};
}

std::size_t RateData::size() const {
  std::size_t sum = 0;
  for (const RateSet& set : sets) sum += set.points.size();
  return sum;
}

double rate_residual(const RatePoint& point, bool counted, double model_Hz) {
  if (!counted) return (model_Hz - point.rate_Hz) / point.error_Hz;
  const double mean = model_Hz * point.live_time_s, counts = point.counts;
  if (!(mean > 0)) return counts > 0 ? infinity : 0.0;
  if (counts == 0) return std::sqrt(2 * mean);
  // n ln(n/mu) + mu - n = n (x - ln(1 + x)) with x = mu/n - 1: no difference of near numbers.
  const double excess = (mean - counts) / counts;
  const double deviance = excess < 1e3 ? -2 * counts * boost::math::log1pmx(excess)
                                       : 2 * (mean - counts - counts * std::log(mean / counts));
  return std::copysign(std::sqrt(std::max(deviance, 0.0)), excess);
}

}  // namespace slipburst::host
