#include "host/numerics/estimate.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

namespace slipburst::host {
namespace {

constexpr std::uint64_t many = 1'000'000;
constexpr double great = 1e8;

/// Quantile of the gamma distribution of a large shape and scale 1, `z` standard deviations of a normal variate from
/// the middle. Inverses of the incomplete gamma function do not converge for such shapes.
double wilson_hilferty(double shape, double z) {
  const double root = 1 - 1 / (9 * shape) + z / (3 * std::sqrt(shape));
  return shape * root * root * root;
}

/// Quantile of the gamma distribution with a given mean and variance; the mean itself if the variance is 0.
double gamma_quantile(double mean, double variance, double p) {
  if (!(variance > 0)) return mean;
  const double shape = mean * mean / variance;
  if (shape > static_cast<double>(many)) {  // normal to a thousandth of its width
    const double z = p < 0.5 ? -1 : 1;
    return mean + z * std::sqrt(variance);
  }
  return boost::math::gamma_p_inv(shape, p) * (variance / mean);
}

}  // namespace

Interval garwood(std::uint64_t count, double confidence) {
  const double n = static_cast<double>(count), tail = 0.5 * (1 - confidence);
  if (n > great) {
    const double z = std::numbers::sqrt2 * boost::math::erfc_inv(2 * tail);
    return {wilson_hilferty(n, -z), wilson_hilferty(n + 1, z)};
  }
  return {count > 0 ? boost::math::gamma_p_inv(n, tail) : 0, boost::math::gamma_q_inv(n + 1, tail)};
}

Interval clopper_pearson(std::uint64_t count, std::uint64_t events, double confidence) {
  const double k = static_cast<double>(count), rest = static_cast<double>(events - count);
  const double tail = 0.5 * (1 - confidence);
  return {count > 0 ? boost::math::ibeta_inv(k, rest + 1, tail) : 0,
          count < events ? boost::math::ibetac_inv(k + 1, rest, tail) : 1};
}

Estimate probability(std::uint64_t count, std::uint64_t events) {
  const double n = static_cast<double>(events), value = static_cast<double>(count) / n;
  const auto deviation = [&] {
    const double kept = std::clamp(value, 1 / n, 1 - 1 / n);
    return std::sqrt(kept * (1 - kept) / n);
  };
  const double sigma = events > 1 ? deviation() : 1;
  if (count > many && events - count > many) return {value, sigma};
  const Interval interval = clopper_pearson(count, events);
  return {value, sigma, interval.low, interval.high};
}

Estimate probability(std::span<const StratumCount> strata, std::size_t first) {
  if (strata.size() == 1 && strata[0].mass == 1) {
    Estimate estimate = probability(strata[0].count, strata[0].events);
    if (const std::optional<double> share = strata[0].share) {
      const double n = static_cast<double>(strata[0].events), kept = std::clamp(*share, 1 / (n + 1), 1 - 1 / (n + 1));
      estimate.sigma = std::sqrt(kept * (1 - kept) / n);
    }
    return estimate;
  }
  double value = 0, variance = 0, missed = 0;  // missed: weight of one event in the stratum before the first
  for (std::size_t k = 0; k < strata.size(); ++k) {
    const StratumCount& stratum = strata[k];
    if (stratum.events == 0) continue;
    const double n = static_cast<double>(stratum.events), p = static_cast<double>(stratum.count) / n;
    const double kept = std::min(stratum.share.value_or(p), 1 - 1 / (n + 1));
    value += stratum.mass * p;
    variance += stratum.mass * stratum.mass * kept * (1 - kept) / n;
    if (missed == 0 || k < std::max<std::size_t>(first, 1)) missed = stratum.mass / n;
  }
  Estimate estimate{value, value > 0 ? std::sqrt(variance) : missed};
  const double tail = 0.5 * (1 - one_sigma);
  estimate.low = value > 0 ? gamma_quantile(value, variance, tail) : 0;
  estimate.high =
      value + missed > 0 ? std::min(gamma_quantile(value + missed, variance + missed * missed, 1 - tail), 1.0) : 0;
  return estimate;
}

}  // namespace slipburst::host
