// Fits of decays to 400 pseudo-experiments with Gaussian errors: the pulls of every parameter have mean 0 and width 1,
// and the p-values are flat. Each limit is crossed with probability 1e-4.
#include "host/rates/decay_fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "support/decays.hpp"
#include "support/statistics.hpp"

using namespace slipburst;
using host::DecayPoint;

namespace {

constexpr int decay_experiments = 400;
constexpr double mean_limit = 3.8906;                          // of a normal variable, both sides
constexpr double low_squares = 299.25, high_squares = 519.58;  // of chi-square with 400 degrees, 5e-5 on each side

std::vector<DecayPoint> fluctuated(std::vector<DecayPoint> points, boost::random::mt19937_64& random) {
  boost::random::normal_distribution<double> normal;
  for (DecayPoint& point : points) point.counts += point.sigma * normal(random);
  return points;
}

class Pulls {
 public:
  void add(double value, double sigma, double truth) {
    const double pull = (value - truth) / sigma;
    sum_ += pull;
    squares_ += pull * pull;
  }
  void check(const std::string& name) const {
    CAPTURE(name);
    CHECK(std::abs(sum_) < mean_limit * std::sqrt(decay_experiments));
    CHECK(squares_ > low_squares);
    CHECK(squares_ < high_squares);
    MESSAGE(name, ": mean pull ", sum_ / decay_experiments, ", rms ", std::sqrt(squares_ / decay_experiments));
  }

 private:
  double sum_ = 0, squares_ = 0;
};

class Flatness {
 public:
  void add(double p_value) { ++bins_[static_cast<std::size_t>(std::min(10 * p_value, 9.0))]; }
  void check() const {
    const double probability = testing::uniformity_probability(bins_);
    CHECK(probability > 1e-4);
    MESSAGE("p-values in ten bins are flat with probability ", probability);
  }

 private:
  std::vector<std::uint64_t> bins_ = std::vector<std::uint64_t>(10);
};

}  // namespace

TEST_CASE("power laws with a free origin") {
  struct Truth {
    double exponent, origin, first, last, error;
  };
  boost::random::mt19937_64 random(7);
  for (const Truth& truth : {Truth{-0.59, 3600, 4000, 1e7, 1e-3}, Truth{-1, 0, 1, 1e9, 1e-4}}) {
    CAPTURE(truth.exponent);
    const auto expected =
        testing::power_law_points(2.5, truth.exponent, truth.origin, truth.first, truth.last, 36, truth.error);
    Pulls rate, exponent, origin;
    Flatness flatness;
    for (int i = 0; i < decay_experiments; ++i) {
      const host::PowerLawFit fit = host::fit_power_law(fluctuated(expected, random));
      REQUIRE(fit.converged);
      rate.add(fit.rate_Hz, fit.rate_sigma_Hz, 2.5);
      exponent.add(fit.exponent, fit.exponent_sigma, truth.exponent);
      origin.add(fit.time_origin_s, fit.time_origin_sigma_s, truth.origin);
      flatness.add(fit.p_value);
    }
    rate.check("rate");
    exponent.check("exponent");
    origin.check("origin");
    flatness.check();
  }
}

TEST_CASE("power laws with a known origin, few counts") {
  const auto expected = testing::power_law_points(2.5, -1, 0, 3600, 3.6e6, 12, 0.03);
  boost::random::mt19937_64 random(8);
  Pulls rate, exponent;
  Flatness flatness;
  for (int i = 0; i < decay_experiments; ++i) {
    const host::PowerLawFit fit = host::fit_power_law(fluctuated(expected, random), 0);
    REQUIRE(fit.converged);
    rate.add(fit.rate_Hz, fit.rate_sigma_Hz, 2.5);
    exponent.add(fit.exponent, fit.exponent_sigma, -1);
    flatness.add(fit.p_value);
  }
  rate.check("rate");
  exponent.check("exponent");
  flatness.check();
}

TEST_CASE("exponentials") {
  std::vector<DecayPoint> expected;
  for (int i = 0; i < 8; ++i) {
    const double counts = 100 * (std::exp(-i / 5.0) - std::exp(-(i + 1) / 5.0));
    expected.push_back({50.0 + i, 51.0 + i, counts, 0.02 * counts});
  }
  boost::random::mt19937_64 random(9);
  Pulls rate, slope, tau;
  Flatness flatness;
  for (int i = 0; i < decay_experiments; ++i) {
    const host::ExponentialFit fit = host::fit_exponential(fluctuated(expected, random));
    REQUIRE(fit.converged);
    rate.add(fit.rate_Hz, fit.rate_sigma_Hz, 20 * std::exp(-4 / 5.0));
    slope.add(fit.slope_Hz, fit.slope_sigma_Hz, 0.2);
    tau.add(fit.tau_s, fit.tau_sigma_s, 5);
    flatness.add(fit.p_value);
  }
  rate.check("rate");
  slope.check("slope");
  tau.check("tau");
  flatness.check();
}
