#include "host/analysis/rate_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace slipburst;
using namespace slipburst::host;

namespace {

/// Set of rates without noise, with relative errors of 2 %.
RateSet set_of(const std::string& name, const std::vector<double>& days, const std::function<double(double)>& rate) {
  RateSet set{name, name + ".csv", {}, 0};
  for (const double day : days) set.points.push_back({day, rate(day), 0.02 * rate(day), 0, 0});
  return set;
}

const std::vector<double> days = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89};
const std::vector<std::string> all_shared = {"exponent", "time_origin", "time_constant"};

RateFit fit(const RateData& data, DecayModel model, const std::vector<std::string>& shared = all_shared) {
  const std::vector<TriedDecay> tried = fit_rates(data, {model}, shared);
  REQUIRE(tried.front().fit);
  return *tried.front().fit;
}

const RateFitParameter& named(const RateFit& fit, const std::string& name) {
  for (const RateFitParameter& parameter : fit.parameters) {
    if (parameter.name == name) return parameter;
  }
  FAIL("no parameter " << name);
  return fit.parameters.front();
}

}  // namespace

TEST_CASE("each law of decay is recovered from its own rates") {
  struct Truth {
    DecayModel model;
    std::vector<double> values;
  };
  for (const Truth& truth : {Truth{DecayModel::power, {3e-3, -0.7}}, Truth{DecayModel::inverse, {0.2}},
                             Truth{DecayModel::shifted, {0.5, -4}}, Truth{DecayModel::power_floor, {2, -1.3, 0.05}},
                             Truth{DecayModel::exponential_constant, {1.5, 12, 0.3}}}) {
    CAPTURE(model_name(truth.model));
    const RateData data{false,
                        {set_of("a", days, [&](double day) { return decay_rate(truth.model, truth.values, day); })}};
    const RateFit found = fit(data, truth.model);
    CHECK(found.converged);
    CHECK(found.chi_square < 1e-6);
    CHECK(found.degrees_of_freedom == days.size() - truth.values.size());
    for (std::size_t i = 0; i < truth.values.size(); ++i) {
      const RateFitParameter& parameter = found.parameters[i];
      CAPTURE(parameter.name);
      CHECK(parameter.value == doctest::Approx(truth.values[i]).epsilon(1e-4));
      CHECK(parameter.low < truth.values[i]);
      CHECK(parameter.high > truth.values[i]);
      CHECK(parameter.sigma > 0);
    }
  }
}

TEST_CASE("sigma of an exponent is that of a straight line through logarithms") {
  // Small relative errors: ln R = ln A + p ln t with the error 0.02 for each point.
  const RateData data{false, {set_of("a", days, [](double day) { return std::pow(day, -0.6); })}};
  double mean = 0, square = 0;
  for (const double day : days) mean += std::log(day) / static_cast<double>(days.size());
  for (const double day : days) square += std::pow(std::log(day) - mean, 2);
  CHECK(named(fit(data, DecayModel::power), "exponent").sigma ==
        doctest::Approx(0.02 / std::sqrt(square)).epsilon(1e-3));
}

TEST_CASE("sets share an exponent, or have their own") {
  const RateData data{false,
                      {set_of("a", days, [](double day) { return 2 * std::pow(day, -0.5); }),
                       set_of("b", days, [](double day) { return 7 * std::pow(day, -0.9); })}};
  const RateFit own = fit(data, DecayModel::power, {});
  CHECK(own.chi_square < 1e-6);
  CHECK(named(own, "exponent.a").value == doctest::Approx(-0.5));
  CHECK(named(own, "exponent.b").value == doctest::Approx(-0.9));
  CHECK(named(own, "amplitude.b").value == doctest::Approx(7));
  const RateFit shared = fit(data, DecayModel::power);
  CHECK(shared.parameters.size() == 3);
  CHECK(shared.degrees_of_freedom == 17);
  CHECK(named(shared, "exponent").value == doctest::Approx(-0.7).epsilon(0.02));
  CHECK(shared.chi_square > 100);
  CHECK(shared.set_values[0][1] == shared.set_values[1][1]);
}

TEST_CASE("counts are fitted by Poisson's likelihood, zero counts too") {
  // One free amplitude: the best rate has as many expected as measured counts.
  const RateData data{
      true, {{"a", "a.csv", {counted_rate(1, 7, 86400), counted_rate(2, 3, 86400), counted_rate(9, 0, 43200)}, 0}}};
  const RateFit found = fit(data, DecayModel::inverse);
  const double live_over_time = 86400 + 86400 / 2.0 + 43200 / 9.0;
  CHECK(named(found, "amplitude").value == doctest::Approx(10 / live_over_time).epsilon(1e-6));
  CHECK(named(found, "amplitude").sigma == doctest::Approx(std::sqrt(10.0) / live_over_time).epsilon(0.2));
}

TEST_CASE("the deviance of counts keeps its digits near its minimum, and is right far away") {
  const RatePoint point = counted_rate(1, 1e6, 1);
  // 2 [mu - n + n ln(n/mu)] = (mu - n)^2/n (1 - 2x/3 + ...), x = mu/n - 1.
  CHECK(rate_residual(point, true, 1e6 + 1) == doctest::Approx(1e-3).epsilon(1e-6));
  CHECK(rate_residual(point, true, 1e6 - 1) == doctest::Approx(-1e-3).epsilon(1e-6));
  CHECK(rate_residual(point, true, 1e12) == doctest::Approx(std::sqrt(2 * (1e12 - 1e6 - 1e6 * std::log(1e6)))));
  CHECK(rate_residual(point, true, 1e-12) == doctest::Approx(-std::sqrt(2 * 1e6 * (std::log(1e18) - 1))));
  CHECK(rate_residual(point, true, 0) == -std::numeric_limits<double>::infinity());
  CHECK(rate_residual(counted_rate(1, 0, 2), true, 4) == doctest::Approx(4));
}

TEST_CASE("a law with more parameters than points is left out, with the reason") {
  const RateData data{false, {set_of("a", {1, 2}, [](double day) { return 1 / day; })}};
  const std::vector<TriedDecay> tried = fit_rates(data, decay_models(), all_shared);
  REQUIRE(tried.size() == 5);
  CHECK(tried[0].fit);
  CHECK_FALSE(tried[3].fit);
  CHECK(tried[3].reason == "2 points cannot tell 3 parameters");
}

TEST_CASE("counts over a wide range are fitted") {
  RateData data{true, {{"a", "a.csv", {}, 0}}};
  for (int day = 1; day <= 2000; ++day) {
    data.sets[0].points.push_back(counted_rate(day, std::floor(5000.0 / day), 86400));
  }
  const RateFit found = fit(data, DecayModel::inverse);
  double expected = 0, seen = 0;
  for (const RatePoint& point : data.sets[0].points) {
    expected += 1 / point.time_day;
    seen += point.counts;
  }
  CHECK(named(found, "amplitude").value * 86400 == doctest::Approx(seen / expected).epsilon(1e-6));
  for (const TriedDecay& tried : fit_rates(data, decay_models(), all_shared)) CHECK(tried.fit);
}

TEST_CASE("rates at one time do not determine an exponent") {
  RateData data{false, {{"a", "a.csv", {}, 0}}};
  for (const double rate : {1.0, 2.0, 3.0, 1.0}) data.sets[0].points.push_back({5, rate, 1, 0, 0});
  const RateFit found = fit(data, DecayModel::power);
  CHECK_FALSE(found.converged);
  CHECK(named(found, "exponent").low_is_bound);
  CHECK(named(found, "exponent").high_is_bound);
  CHECK(fit(data, DecayModel::inverse).converged);
}

TEST_CASE("a floor that rates do not have ends at its bound") {
  RateData data{false, {set_of("a", days, [](double day) { return std::pow(day, -0.5); })}};
  data.sets[0].points.back().rate_Hz *= 0.9;  // falls faster than any floor allows
  const RateFit found = fit(data, DecayModel::power_floor);
  CHECK(named(found, "floor").value == 0);
  CHECK(named(found, "floor").low_is_bound);
  CHECK(std::isnan(named(found, "floor").sigma));
}
