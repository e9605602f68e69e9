// Small-count intervals against textbook values and their own definition.
#include "host/numerics/estimate.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <initializer_list>
#include <vector>

using namespace slipburst;

TEST_CASE("Garwood's interval holds the counts at its ends with the tail's probability") {
  const host::Interval none = host::garwood(0), three = host::garwood(3);
  CHECK(none.low == 0);
  CHECK(none.high == doctest::Approx(1.8410).epsilon(1e-4));  // Particle Data Group's table
  CHECK(three.low == doctest::Approx(1.3673).epsilon(1e-4));
  CHECK(three.high == doctest::Approx(5.9182).epsilon(1e-4));
  for (const std::uint64_t count : {1ull, 7ull, 1000ull, 1'000'000ull}) {
    const host::Interval interval = host::garwood(count, 0.9);
    const auto n = static_cast<double>(count);
    CHECK(cdf(boost::math::poisson(interval.high), n) == doctest::Approx(0.05).epsilon(1e-6));
    CHECK(1 - cdf(boost::math::poisson(interval.low), n - 1) == doctest::Approx(0.05).epsilon(1e-6));
  }
}

TEST_CASE("Garwood's interval of any number of counts") {
  for (const double n : {0.99e8, 1.01e8, 1e11, 1e16, 1.8e19}) {
    CAPTURE(n);
    const auto count = static_cast<std::uint64_t>(n);
    const host::Interval interval = host::garwood(count);
    CHECK(n - interval.low == doctest::Approx(std::sqrt(n)).epsilon(1e-3));
    CHECK(interval.high - n == doctest::Approx(std::sqrt(n)).epsilon(1e-3));
  }
  // On both sides of where the formula changes: the ends are smooth functions of the counts.
  const host::Interval below = host::garwood(100'000'000), above = host::garwood(100'000'001);
  CHECK(above.low - below.low == doctest::Approx(1 - 0.5e-4).epsilon(1e-6));
  CHECK(above.high - below.high == doctest::Approx(1 + 0.5e-4).epsilon(1e-6));
}

TEST_CASE("Clopper and Pearson's interval covers at least as often as it says") {
  CHECK(host::clopper_pearson(0, 10, 0.95).high == doctest::Approx(1 - std::pow(0.025, 0.1)));
  CHECK(host::clopper_pearson(10, 10, 0.95).low == doctest::Approx(std::pow(0.025, 0.1)));
  CHECK(host::clopper_pearson(0, 10).low == 0);
  CHECK(host::clopper_pearson(10, 10).high == 1);
  constexpr unsigned n = 20;
  for (double p = 0.005; p < 1; p += 0.01) {
    double covered = 0;
    for (unsigned k = 0; k <= n; ++k) {
      const host::Interval interval = host::clopper_pearson(k, n);
      if (interval.low <= p && p <= interval.high) covered += pdf(boost::math::binomial(n, p), k);
    }
    CHECK(covered >= host::one_sigma);
  }
  // Rare events: Garwood's over the number of events.
  const host::Interval rare = host::clopper_pearson(3, 1'000'000'000'000), poisson = host::garwood(3);
  CHECK(rare.low * 1e12 == doctest::Approx(poisson.low));
  CHECK(rare.high * 1e12 == doctest::Approx(poisson.high));
}

TEST_CASE("a probability and its errors") {
  const host::Estimate quarter = host::probability(25, 100);
  CHECK(quarter.value == 0.25);
  CHECK(quarter.sigma == doctest::Approx(std::sqrt(0.25 * 0.75 / 100)));
  CHECK(quarter.low < 0.25 - 0.9 * quarter.sigma);
  CHECK(quarter.high > 0.25 + 0.9 * quarter.sigma);
  CHECK(host::probability(0, 100).value == 0);
  CHECK(host::probability(0, 100).sigma == host::probability(1, 100).sigma);
  CHECK(host::probability(100, 100).sigma == doctest::Approx(host::probability(1, 100).sigma));
  const host::Estimate huge = host::probability(std::uint64_t{1} << 62, std::uint64_t{1} << 63);
  CHECK(huge.value == 0.5);
  CHECK(huge.low == doctest::Approx(0.5 - huge.sigma));
  // At the change to the normal interval the two intervals agree.
  const host::Interval exact = host::clopper_pearson(1'100'000, 100'000'000);
  const host::Estimate normal = host::probability(1'100'000, 100'000'000);
  CHECK(std::abs(exact.low - normal.low) < 2e-3 * normal.sigma);
  CHECK(std::abs(exact.high - normal.high) < 2e-3 * normal.sigma);
}

TEST_CASE("strata weigh their counts") {
  const std::vector<host::StratumCount> whole = {{1, 25, 100}};
  CHECK(host::probability(whole, 0).high == host::probability(25, 100).high);
  const std::vector<host::StratumCount> halves = {{0.5, 10, 100}, {0.25, 50, 100}, {0.25, 100, 100}};
  const host::Estimate estimate = host::probability(halves, 0);
  CHECK(estimate.value == doctest::Approx(0.05 + 0.125 + 0.25));
  CHECK(estimate.sigma == doctest::Approx(std::sqrt(0.25 * 0.09 / 100 + 0.0625 * 0.25 / 100)).epsilon(0.01));
  CHECK(estimate.low < estimate.value - 0.8 * estimate.sigma);
  CHECK(estimate.high > estimate.value + 0.8 * estimate.sigma);
  // No event counted: sigma is that of one missed event of the first stratum.
  const std::vector<host::StratumCount> none = {{0.5, 0, 50}, {0.5, 0, 100}};
  CHECK(host::probability(none, 1).value == 0);
  CHECK(host::probability(none, 1).low == 0);
  CHECK(host::probability(none, 1).high > 0.5 / 50);
  CHECK(host::probability(none, 1).sigma == doctest::Approx(0.5 / 50));
  CHECK(host::probability(none, 0).sigma == doctest::Approx(0.5 / 50));
  // Draws that hit all of one stratum and none of the other are not certain either.
  const std::vector<host::StratumCount> edge = {{0.5, 0, 1000}, {0.5, 1000, 1000}};
  CHECK(host::probability(edge, 1).sigma > 0);
  CHECK(host::probability(edge, 1).low < 0.5);
  CHECK(host::probability(edge, 1).high > 0.5 + 0.5 / 1000);
  const std::vector<host::StratumCount> all = {{0.5, 10, 10}, {0.5, 10, 10}};
  CHECK(host::probability(all, 0).high == 1);
  CHECK(host::probability(1, 1).high == 1);
  // A known share gives the error, whatever was drawn.
  const std::vector<host::StratumCount> known = {{0.5, 100, 100, 0.98}, {0.5, 50, 100, 0.5}};
  CHECK(host::probability(known, 0).value == doctest::Approx(0.75));
  CHECK(host::probability(known, 0).sigma == doctest::Approx(0.5 * std::sqrt(0.98 * 0.02 / 100 + 0.5 * 0.5 / 100)));
  const std::vector<host::StratumCount> one = {{1, 100, 100, 0.98}};
  CHECK(host::probability(one, 0).sigma == doctest::Approx(std::sqrt(0.98 * 0.02 / 100)));
  // Missed events of larger strata do not swamp a rare tail.
  const std::vector<host::StratumCount> tail = {{0.5, 0, 1000}, {0x1p-40, 0, 1000}, {0x1p-41, 500, 1000}};
  CHECK(host::probability(tail, 2).high < 1.2 * host::probability(tail, 2).value);
}
