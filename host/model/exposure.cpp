#include "host/model/exposure.hpp"

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

#include "host/model/pinned_lines.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/physics/depinning.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

physics::MottDepinning depinning(const Case& c) {
  return {c.depinning.gamma, c.depinning.attempt_frequency * units::picoseconds_per_second};
}

random::Words words_of(std::uint64_t seed, random::Purpose purpose, std::uint64_t block) {
  return random::philox(seed, static_cast<std::uint64_t>(purpose), block);
}

/// Uniform u on (0, 1), stored as the lesser of u and 1 - u with all its digits.
struct Tail {
  double probability;
  bool upper;  ///< `probability` is 1 - u
};

Tail tail_of(const random::Words& words) {
  const double u = random::uniform64(words.word[0], words.word[1]);
  if (u < 0.5) return {u, false};
  return {random::uniform64(~words.word[0], ~words.word[1]), true};
}

/// Greatest mean for Boost's quantile: beyond it, far from the mean, its search fails on incomplete gamma functions.
constexpr double max_exact_mean = 1e6;

/// Poisson quantile: the least number whose cumulative probability reaches u.
double exact_quantile(double mean, const Tail& tail) {
  using namespace boost::math::policies;
  using RoundUp = policy<discrete_quantile<integer_round_up>>;
  const boost::math::poisson_distribution<double, RoundUp> distribution(mean);
  return tail.upper ? quantile(complement(distribution, tail.probability)) : quantile(distribution, tail.probability);
}

/// Poisson quantile by the expansion of Cornish and Fisher to the order 1 / sigma, for the Poisson variable plus a
/// uniform variable on (-1/2, 1/2), whose distribution is continuous and the same at k + 1/2. The omitted terms are
/// below 1e-5 for 64 bits.
double expanded_quantile(double mean, const Tail& tail) {
  const double sigma = std::sqrt(mean);
  const double magnitude = std::sqrt(2.0) * boost::math::erfc_inv(2 * tail.probability);
  const double z = tail.upper ? magnitude : -magnitude;
  const double x = mean + (sigma * z + (z * z - 1) / 6 + (4 * z - z * z * z) / (72 * sigma));
  return std::ceil(x - 0.5);
}

}  // namespace

double deviation_from_inverse_time(const Case& c, const Exposure& exposure) {
  const physics::MottDepinning law = depinning(c);
  const auto at = [&](double time) { return std::abs(law.rate(time) * c.depinning.gamma * time - 1); };
  return std::max(at(exposure.start_s), at(exposure.end_s));
}

double expected_events(const Case& c, const Exposure& exposure) {
  return count_pinned_lines(c) * depinning(c).share(exposure.start_s, exposure.end_s);
}

std::uint64_t poisson_events(double expected, std::uint64_t seed) {
  const Tail tail = tail_of(words_of(seed, random::Purpose::burst_count, 0));
  return static_cast<std::uint64_t>(expected > max_exact_mean ? expanded_quantile(expected, tail)
                                                              : exact_quantile(expected, tail));
}

ReleaseTime::ReleaseTime(const Exposure& exposure, std::uint64_t seed)
    : of_words_(exposure.start_s, exposure.end_s), seed_(seed) {}

double ReleaseTime::operator()(std::uint64_t index) const {
  const random::Words words = words_of(seed_, random::Purpose::release_time, index);
  return of_words_(words.word[0], words.word[1]);
}

}  // namespace slipburst::host
