// Fits of pseudo-experiments with the statistics of Arakawa et al. (2020): profile intervals hold the truth as often as
// they say, and the classical model fails.
//
// An experiment: 1000 and 300 keV, the second 4.52 times slower; twelve temperatures from 17 to 300 K; at each 200
// clusters in five windows of 60 s, with 5 moves per cluster at 300 K and 1000 keV. Clusters' rates scatter
// exponentially: their sum is a gamma variate, and moves are Poisson's about it, drawn by the standard library,
// which the fit does not use. Of 200 intervals of 68.27 % between 119 and 154 (68 % +- 9 %) hold the truth but with
// probability 6e-3, so some of the twelve checks fail for 7 % of the seeds.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "host/analysis/arrhenius_fit.hpp"

using namespace slipburst;
using host::RateLaw;

namespace {

constexpr std::size_t arrhenius_experiments = 200;
constexpr double boltzmann = 0.08617333262145179;  // meV/K
constexpr double watched_clusters = 200, window_s = 300, highest_Hz = 1.0 / 60, ratio = 4.52;
constexpr std::array temperatures = {17., 25., 35., 50., 75., 100., 130., 165., 200., 235., 270., 300.};

struct Truth {
  double barrier, critical;
};

double prefactor(const Truth& truth) {
  const double shaken = std::hypot(truth.critical, 300.0);
  return highest_Hz / (shaken * std::exp(-truth.barrier / boltzmann / shaken));
}

double frequency(const Truth& truth, double temperature) {
  const double shaken = std::hypot(truth.critical, temperature);
  return prefactor(truth) * shaken * std::exp(-truth.barrier / boltzmann / shaken);
}

host::FrequencyData draw(const Truth& truth, std::mt19937_64& random) {
  host::FrequencyData data;
  data.counted = true;
  for (const double slower : {1.0, ratio}) {
    host::FrequencySet set{slower == 1 ? "1000 keV" : "300 keV", {}};
    for (const double temperature : temperatures) {
      const double rate = frequency(truth, temperature) / slower;
      const double sum = std::gamma_distribution<double>(watched_clusters, rate * window_s)(random);
      const auto moves = static_cast<double>(std::poisson_distribution<std::int64_t>(sum)(random));
      set.points.push_back(host::counted_frequency(temperature, watched_clusters, moves, window_s));
    }
    data.sets.push_back(set);
  }
  return data;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Pair {
  host::ArrheniusFit quantum, classical;
};

void check(const Truth& truth, unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<host::FrequencyData> data;
  for (std::size_t i = 0; i < arrhenius_experiments; ++i) data.push_back(draw(truth, random));
  std::vector<Pair> fits(arrhenius_experiments);
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < arrhenius_experiments; i += 2) {
      fits[i].quantum = host::fit_arrhenius({data[i], host::RateModel(RateLaw::quantum), true});
      fits[i].classical = host::fit_arrhenius({data[i], host::RateModel(RateLaw::classical), true}, false);
    }
  };
  std::thread second(work, 1);
  work(0);
  second.join();

  const std::array<double, 4> truths = {prefactor(truth), truth.barrier, truth.critical, ratio};
  for (std::size_t p = 0; p < truths.size(); ++p) {
    int covered = 0, at_bound = 0;
    double pull = 0, square = 0;
    for (const Pair& fit : fits) {
      const host::ArrheniusParameter& parameter = fit.quantum.parameters[p];
      covered += parameter.low <= truths[p] && truths[p] <= parameter.high;
      at_bound += parameter.low_is_bound || parameter.high_is_bound;
      // In the logarithm, in which a prefactor scatters evenly.
      const double x = std::log(parameter.value / truths[p]) * parameter.value / parameter.sigma;
      pull += x / arrhenius_experiments;
      square += x * x / arrhenius_experiments;
    }
    const std::string name = fits[0].quantum.parameters[p].name;
    MESSAGE(truth.barrier, " meV, ", name, ": ", covered, " of 200, mean pull ", pull, ", rms ", std::sqrt(square));
    CAPTURE(name);
    CHECK(covered >= 119);
    CHECK(covered <= 154);
    CHECK(at_bound == 0);
    CHECK(std::abs(pull) < 0.25);  // 3.5 times the error of a mean of 200
    CHECK(std::sqrt(square) < 1.2);
  }

  double p_values = 0;
  int rejected = 0;
  std::vector<double> deviations;
  for (const Pair& fit : fits) {
    CHECK(fit.quantum.converged);
    p_values += std::exp(fit.quantum.log_p_value) / arrhenius_experiments;
    deviations.push_back(fit.classical.deviations);
    rejected += fit.classical.deviations > 5;
  }
  MESSAGE(truth.barrier, " meV: mean p-value ", p_values, "; classical rejected at more than 5 sigma in ", rejected,
          " of 200, least ", *std::ranges::min_element(deviations), ", median ", median(deviations));
  CHECK(std::abs(p_values - 0.5) < 0.1);  // deviances of few counts are not quite chi-squares
  CHECK(median(deviations) > 5);
  CHECK(rejected == arrhenius_experiments);
}

}  // namespace

TEST_CASE("38 meV, 103.33 K") { check({38, 103.33}, 1); }
TEST_CASE("30 meV, 101 K") { check({30, 101}, 2); }
TEST_CASE("44 meV, 101 K") { check({44, 101}, 3); }
