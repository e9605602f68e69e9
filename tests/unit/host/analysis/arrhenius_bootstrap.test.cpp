#include "host/analysis/arrhenius_bootstrap.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

using namespace slipburst;
using host::CountScatter;

namespace {

host::FrequencyData data(bool counted) {
  host::FrequencyData result;
  result.counted = counted;
  result.sets.push_back({"one", {}});
  for (const double t : {17.0, 60.0, 120.0, 180.0, 240.0, 300.0}) {
    const double shaken = std::hypot(103.33, t), frequency = 2e-4 * shaken * std::exp(-441 / shaken);
    host::FrequencyPoint point = host::counted_frequency(t, 200, std::round(200 * 300 * frequency), 300);
    if (!counted) point = {t, frequency, 0.1 * frequency, 0, 0, 0, 0};
    result.sets[0].points.push_back(point);
  }
  return result;
}

}  // namespace

TEST_CASE("draws have the mean and the variance of their law") {
  constexpr int draws = 4000;
  for (const bool counted : {true, false}) {
    const host::ArrheniusProblem problem(data(counted), host::RateModel(host::RateLaw::quantum), false);
    const host::ArrheniusFit fit = host::fit_arrhenius(problem, false);
    for (const CountScatter scatter : {CountScatter::negative_binomial, CountScatter::poisson}) {
      for (std::size_t i = 0; i < 6; ++i) {
        double sum = 0, squares = 0;
        for (int replica = 0; replica < draws; ++replica) {
          const host::FrequencyPoint point =
              host::draw_frequencies(problem, fit, 5, static_cast<std::uint32_t>(replica), scatter).sets[0].points[i];
          const double x = counted ? point.moves : std::log(point.frequency_Hz / fit.expected_Hz[i]);
          sum += x;
          squares += x * x;
        }
        const double mean = sum / draws, variance = squares / draws - mean * mean;
        const double mu = 200 * 300 * fit.expected_Hz[i];
        const double expected = counted ? mu : 0;
        const double law = !counted ? 0.01 : scatter == CountScatter::poisson ? mu : mu + mu * mu / 200;
        // Five standard deviations of the mean; variances to 12 %, more than five standard deviations of a variance.
        CHECK(std::abs(mean - expected) < 5 * std::sqrt(law / draws));
        CHECK(variance == doctest::Approx(law).epsilon(0.12));
      }
    }
  }
}

TEST_CASE("counts of very many clusters and moves are drawn from the same law") {
  constexpr int draws = 4000;
  const struct { double clusters, mean; } cases[] = {{1e12, 50}, {1e12, 1e14}, {200, 1e9}, {1e7, 1e7}};
  for (const auto& c : cases) {
    host::FrequencyData many;
    many.counted = true;
    many.sets.push_back({"many", {}});
    for (const double t : {100.0, 200.0}) {
      const double moves = std::round(c.mean * std::exp(-200 / t));
      many.sets[0].points.push_back(host::counted_frequency(t, c.clusters, moves, 1e-5));
    }
    const host::ArrheniusProblem problem(many, host::RateModel(host::RateLaw::classical), false);
    const host::ArrheniusFit fit = host::fit_arrhenius(problem, false);
    for (const CountScatter scatter : {CountScatter::negative_binomial, CountScatter::poisson}) {
      const double mu = c.clusters * 1e-5 * fit.expected_Hz[1];
      const double law = scatter == CountScatter::poisson ? mu : mu + mu * mu / c.clusters;
      CAPTURE(c.clusters);
      CAPTURE(mu);
      double sum = 0, squares = 0, cubes = 0;
      for (int replica = 0; replica < draws; ++replica) {
        const double moves = host::draw_frequencies(problem, fit, 5, static_cast<std::uint32_t>(replica), scatter)
                                 .sets[0]
                                 .points[1]
                                 .moves;
        CHECK(moves == std::floor(moves));
        const double x = (moves - mu) / std::sqrt(law);
        sum += x;
        squares += x * x;
        cubes += x * x * x;
      }
      // Five standard deviations of the mean; more than five for the other moments.
      CHECK(std::abs(sum / draws) < 5 / std::sqrt(draws));
      CHECK(squares / draws == doctest::Approx(1).epsilon(0.12));
      CHECK(std::abs(cubes / draws) < 0.4);
    }
  }
}

TEST_CASE("draws do not change where the way to draw them does") {
  const auto draw = [](double clusters, double moves, CountScatter scatter, std::uint32_t replica) {
    host::FrequencyData two;
    two.counted = true;
    two.sets.push_back({"two", {}});
    for (const double t : {100.0, 200.0}) two.sets[0].points.push_back(host::counted_frequency(t, clusters, moves, 1));
    const host::ArrheniusProblem problem(two, host::RateModel(host::RateLaw::classical), false);
    host::ArrheniusFit fit{};
    fit.expected_Hz = {moves / clusters, moves / clusters};
    return host::draw_frequencies(problem, fit, 1, replica, scatter).sets[0].points[0].moves;
  };
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    // Gamma variates: the scatter is 1e-3 of the mean, three clusters in a million change 1.5e-9 of it.
    const double few = draw(1e6 - 1, 9e14, CountScatter::negative_binomial, replica);
    const double many = draw(1e6 + 2, 9e14, CountScatter::negative_binomial, replica);
    CHECK(std::abs(many / few - 1) < 2e-8);
    // Poisson variates: the mean grows by two, the scatter is 1000.
    const double low = draw(1e12, 1e6 - 1, CountScatter::poisson, replica);
    const double high = draw(1e12, 1e6 + 1, CountScatter::poisson, replica);
    CHECK(std::abs(high - low - 2) <= 1);
  }
}

TEST_CASE("replicas scatter as the sigmas of the fit say, and are the same for the same seed") {
  const host::ArrheniusProblem problem(data(true), host::RateModel(host::RateLaw::quantum), false);
  const host::ArrheniusFit fit = host::fit_arrhenius(problem, false);
  const host::Bootstrap drawn = host::bootstrap(problem, fit, 400, 1, CountScatter::negative_binomial);
  CHECK(drawn.replicas == 400);
  CHECK(drawn.failed == 0);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(fit.parameters[i].name);
    CHECK(drawn.parameters[i].deviation / fit.parameters[i].sigma == doctest::Approx(1).epsilon(0.25));
    CHECK(std::abs(drawn.parameters[i].mean - fit.parameters[i].value) < fit.parameters[i].sigma);
    CHECK(drawn.parameters[i].low < drawn.parameters[i].mean);
    CHECK(drawn.parameters[i].mean < drawn.parameters[i].high);
  }
  const host::Bootstrap again = host::bootstrap(problem, fit, 400, 1, CountScatter::negative_binomial);
  CHECK(again.parameters[1].mean == drawn.parameters[1].mean);
  const host::Bootstrap other = host::bootstrap(problem, fit, 400, 2, CountScatter::negative_binomial);
  CHECK(other.parameters[1].mean != drawn.parameters[1].mean);
  // Clusters that are all alike scatter less.
  const host::Bootstrap alike = host::bootstrap(problem, fit, 400, 1, CountScatter::poisson);
  CHECK(alike.parameters[1].deviation < drawn.parameters[1].deviation);
}

TEST_CASE("replicas in which nothing moved are counted as failed") {
  host::FrequencyData rare;
  rare.counted = true;
  rare.sets.push_back({"rare",
                       {host::counted_frequency(100, 10, 0, 60), host::counted_frequency(200, 10, 0, 60),
                        host::counted_frequency(300, 10, 1, 60)}});
  const host::ArrheniusProblem problem(rare, host::RateModel(host::RateLaw::classical), false);
  const host::ArrheniusFit fit = host::fit_arrhenius(problem, false);
  const host::Bootstrap drawn = host::bootstrap(problem, fit, 50, 1, CountScatter::poisson);
  CHECK(drawn.failed > 5);
  CHECK(drawn.failed <= 50);
}
