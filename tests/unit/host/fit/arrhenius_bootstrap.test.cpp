#include "host/fit/arrhenius_bootstrap.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
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
    const host::ArrheniusProblem problem(data(counted), host::RateModel(host::EscapeModel::quantum), false);
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
        // Five standard deviations of the mean; variances to 12 %, more than five of theirs.
        CHECK(std::abs(mean - expected) < 5 * std::sqrt(law / draws));
        CHECK(variance == doctest::Approx(law).epsilon(0.12));
      }
    }
  }
}

TEST_CASE("replicas scatter as the sigmas of the fit say, and are the same for the same seed") {
  const host::ArrheniusProblem problem(data(true), host::RateModel(host::EscapeModel::quantum), false);
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
  const host::ArrheniusProblem problem(rare, host::RateModel(host::EscapeModel::classical), false);
  const host::ArrheniusFit fit = host::fit_arrhenius(problem, false);
  const host::Bootstrap drawn = host::bootstrap(problem, fit, 50, 1, CountScatter::poisson);
  CHECK(drawn.failed > 5);
  CHECK(drawn.failed <= 50);
}
