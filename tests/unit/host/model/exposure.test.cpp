// Cases that rest on random numbers fail a correct change of the random streams with the probability they state.
#include "host/model/exposure.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <vector>

#include "slipburst/random/philox.hpp"
#include "support/cases.hpp"
#include "support/statistics.hpp"

using namespace slipburst;
using host::Exposure;
using testing::make_case;

namespace {

constexpr double week = 604800, day = 86400;

/// The uniform that sets the count of a seed: words 0 and 1 of purpose 2, block 0.
double uniform_of(std::uint64_t seed) {
  const random::Words words = random::philox(seed, 2, 0);
  return (words.word[1] * 4294967296.0 + words.word[0] + 0.5) * 0x1p-64;
}

}  // namespace

TEST_CASE("expected events are (N / Gamma) ln(t2 / t1)") {
  // 1 cm^2 with 50 nm spacing: N = 4e10. One week to 37 days: ln(37 / 7).
  CHECK(host::expected_events(make_case(), {week, week + 30 * day}) ==
        doctest::Approx(4e10 / 900 * 1.6650077635889111).epsilon(1e-14));
  // A short exposure sees its rate, 73.486 Hz at one week.
  CHECK(host::expected_events(make_case(), {week, week + 10}) == doctest::Approx(734.86).epsilon(2e-5));
  const host::Case other =
      make_case({"detector.aluminium_area=0.5 cm2", "pinning.spacing=100 nm", "depinning.gamma=450"});
  CHECK(host::expected_events(other, {week, 2 * week}) ==
        doctest::Approx(0.5 * 1e10 / 450 * 0.69314718055994531).epsilon(1e-14));
}

TEST_CASE("Eq. (5) is N / (Gamma t) in an exposure, unless the barriers are low or the time short") {
  CHECK(host::deviation_from_inverse_time(make_case(), {1, 1e10}) < 1e-12);
  CHECK(host::deviation_from_inverse_time(make_case({"depinning.gamma=50"}), {week, 2 * week}) > 1e-4);
  CHECK(host::deviation_from_inverse_time(make_case(), {1e-13, week}) > 0.1);
}

TEST_CASE("the number of events is the Poisson quantile of its seed's uniform") {
  for (const double mean : {0.01, 0.7, 4.2, 60.0, 700.0}) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      const double u = uniform_of(seed);
      double term = std::exp(-mean), sum = term;
      std::uint64_t least = 0;
      while (sum < u) {
        ++least;
        term *= mean / static_cast<double>(least);
        sum += term;
      }
      CAPTURE(mean);
      CAPTURE(seed);
      CHECK(host::poisson_events(mean, seed) == least);
    }
  }
}

TEST_CASE("numbers of events have the mean and the variance of a Poisson distribution, within 5 sigma") {
  constexpr int seeds = 2000;
  for (const double mean : {0.3, 12.5, 1e4, 9e5, 1e9, 1e14}) {
    CAPTURE(mean);
    double sum = 0, squares = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const double difference = static_cast<double>(host::poisson_events(mean, seed)) - mean;
      sum += difference;
      squares += difference * difference;
    }
    CHECK(std::abs(sum / seeds) < 5 * std::sqrt(mean / seeds));
    // The second moment about the mean varies by mu_4 - mu_2^2 = mean + 2 mean^2.
    CHECK(std::abs(squares / seeds - mean) < 5 * std::sqrt((mean + 2 * mean * mean) / seeds));
  }
}

TEST_CASE("large numbers are the Poisson quantile of their seed's uniform too") {
  // Cumulative probabilities by Boost, which has them near means up to 1e9: k is the least that reaches u.
  for (const double mean : {999'999.0, 1'000'001.0, 3e6, 1e8, 1e9}) {
    const boost::math::poisson_distribution<double> distribution(mean);
    int compared = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      const double u = uniform_of(seed), k = static_cast<double>(host::poisson_events(mean, seed));
      if (std::abs(k - mean) > 3 * std::sqrt(mean)) continue;
      CAPTURE(mean);
      CAPTURE(seed);
      // The digits Boost leaves of a cumulative probability.
      const double slack = 1e-15 * std::sqrt(mean);
      CHECK(cdf(distribution, k) > u - slack);
      CHECK(cdf(distribution, k - 1) < u + slack);
      ++compared;
    }
    CHECK(compared > 290);
  }
}

TEST_CASE("seeds differ, and none changes") {
  std::set<std::uint64_t> counts;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    counts.insert(host::poisson_events(1e12, seed));
    CHECK(host::poisson_events(1e12, seed) == host::poisson_events(1e12, seed));
  }
  CHECK(counts.size() == 100);
}

TEST_CASE("release times are log-uniform in the exposure, chi-square over 1000 cells, false alarm 1e-4") {
  const Exposure exposure{week, week + 30 * day};
  const host::ReleaseTime release_time(exposure, 21);
  constexpr std::uint64_t events = 2'000'000;
  std::vector<std::uint64_t> counts(1000), neighbours(32 * 32);
  double last = 0;
  for (std::uint64_t i = 0; i < events; ++i) {
    const double time = release_time(i);
    REQUIRE(time >= exposure.start_s);
    REQUIRE(time <= exposure.end_s);
    const double p = std::log(time / exposure.start_s) / std::log(exposure.end_s / exposure.start_s);
    ++counts[std::min<std::size_t>(static_cast<std::size_t>(p * 1000), 999)];
    if (i % 2 == 1) ++neighbours[static_cast<std::size_t>(last * 31.999) * 32 + static_cast<std::size_t>(p * 31.999)];
    last = p;
  }
  CHECK(testing::uniformity_probability(counts) > 1e-4);
  CHECK(testing::uniformity_probability(neighbours) > 1e-4);
}
