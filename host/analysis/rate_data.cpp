#include "host/analysis/rate_data.hpp"

#include <cmath>

#include "host/analysis/poisson_fit.hpp"

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
  return deviance_residual(model_Hz * point.live_time_s, point.counts);
}

}  // namespace slipburst::host
