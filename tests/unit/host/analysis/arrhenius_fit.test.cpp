// Data without noise give back what they were made of; the formulas here are written out once more.
#include "host/analysis/arrhenius_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "host/analysis/arrhenius_comparison.hpp"

using namespace slipburst;
using host::ArrheniusFit;
using host::ArrheniusProblem;
using host::RateLaw;
using host::RateModel;

namespace {

constexpr double boltzmann = 0.08617333262145179;  // meV/K
const std::vector<double> temperatures = {17, 25, 35, 50, 75, 100, 130, 165, 200, 235, 270, 300};
using Rate = std::function<double(double)>;

double escape(double temperature, double barrier) { return temperature * std::exp(-barrier / boltzmann / temperature); }

Rate quantum(double barrier, double critical) {
  return [=](double t) { return 2e-4 * escape(std::hypot(critical, t), barrier); };
}

/// Measured frequencies of two sets, the second smaller by 4.52, with errors of a tenth.
host::FrequencyData exact(const Rate& rate, double direct = 0) {
  host::FrequencyData data;
  for (const double ratio : {1.0, 4.52}) {
    host::FrequencySet set{ratio == 1 ? "1000" : "300", {}};
    for (const double t : temperatures) {
      const double frequency = rate(t) / ratio + direct;
      set.points.push_back({t, frequency, 0.1 * frequency, 0, 0, 0, direct});
    }
    data.sets.push_back(set);
  }
  return data;
}

double value(const ArrheniusFit& fit, const std::string& name) {
  for (const host::ArrheniusParameter& parameter : fit.parameters) {
    if (parameter.name == name) return parameter.value;
  }
  throw std::out_of_range(name);
}

host::ArrheniusParameter parameter(const ArrheniusFit& fit, const std::string& name) {
  for (const host::ArrheniusParameter& parameter : fit.parameters) {
    if (parameter.name == name) return parameter;
  }
  throw std::out_of_range(name);
}

}  // namespace

// A copy would point into the data of the original.
static_assert(!std::is_copy_constructible_v<ArrheniusProblem> && !std::is_copy_assignable_v<ArrheniusProblem>);

TEST_CASE("each model gives back its parameters") {
  const struct {
    RateLaw model;
    Rate rate;
    double prefactor;
  } cases[] = {{RateLaw::classical, [](double t) { return 3e-4 * escape(t, 38); }, 3e-4},
               {RateLaw::arrhenius, [](double t) { return 0.2 * std::exp(-38 / boltzmann / t); }, 0.2},
               {RateLaw::quantum, quantum(38, 103.33), 2e-4}};
  for (const double direct : {0.0, 1e-4}) {
    for (const auto& c : cases) {
      const ArrheniusFit fit = host::fit_arrhenius({exact(c.rate, direct), RateModel(c.model), true}, false);
      CAPTURE(host::model_name(c.model));
      CHECK(fit.chi_square < 1e-10);
      CHECK(fit.converged);
      CHECK(value(fit, "prefactor") == doctest::Approx(c.prefactor).epsilon(1e-5));
      CHECK(value(fit, "barrier") == doctest::Approx(38).epsilon(1e-6));
      CHECK(value(fit, "ratio.300") == doctest::Approx(4.52).epsilon(1e-6));
      CHECK(fit.degrees_of_freedom == 24 - fit.parameters.size());
      CHECK(fit.aic == doctest::Approx(fit.chi_square + 2.0 * static_cast<double>(fit.parameters.size())));
    }
  }
}

TEST_CASE("barriers and critical temperatures of all sizes are found from the same starts") {
  for (const double barrier : {3.0, 10.0, 30.0, 44.0, 90.0, 250.0}) {
    for (const double critical : {20.0, 60.0, 103.33, 200.0, 350.0}) {
      CAPTURE(barrier);
      CAPTURE(critical);
      const ArrheniusFit fit =
          host::fit_arrhenius({exact(quantum(barrier, critical)), RateModel(RateLaw::quantum), true}, false);
      CHECK(value(fit, "barrier") == doctest::Approx(barrier).epsilon(1e-3));
      CHECK(value(fit, "critical_temperature") == doctest::Approx(critical).epsilon(1e-3));
    }
  }
}

TEST_CASE("deep tunnelling, by a sum over energies") {
  const double height = 55, curvature = 22.366, r = height / curvature;
  const double closed = std::pow(std::cosh(0.5 * std::acos(-1.0) * std::sqrt(16 * r * r - 1)), 2);
  const Rate rate = [&](double t) {
    const double thermal = boltzmann * t;
    double sum = 0;
    const double step = 0.002;  // meV
    for (double energy = step / 2; energy < height + 60 * thermal; energy += step) {
      const double open = std::pow(std::sinh(2 * std::acos(-1.0) * r * std::sqrt(energy / height)), 2);
      sum += open / (open + closed) * std::exp(-energy / thermal) * step;
    }
    return 0.3 * sum / thermal;
  };
  const ArrheniusFit fit = host::fit_arrhenius({exact(rate), RateModel(RateLaw::qtst), true}, false);
  CHECK(value(fit, "prefactor") == doctest::Approx(0.3).epsilon(1e-3));
  CHECK(value(fit, "barrier") == doctest::Approx(height).epsilon(1e-4));
  CHECK(value(fit, "curvature_energy") == doctest::Approx(curvature).epsilon(1e-4));
}

TEST_CASE("sums of classical barriers") {
  const Rate rate = [](double t) { return 1e-6 * escape(t, 2) + 1e-4 * escape(t, 25) + 3e-2 * escape(t, 160); };
  const ArrheniusProblem problem(exact(rate), RateModel(RateLaw::classical_sum, 3), true);
  const std::vector<ArrheniusFit> fits = host::fits_of_fewer(problem, host::fit_arrhenius(problem, false));
  REQUIRE(fits.size() == 3);
  CHECK(fits[0].chi_square > 100);
  CHECK(fits[1].chi_square < fits[0].chi_square);
  CHECK(fits[2].chi_square < 1e-6);
  CHECK(value(fits[2], "barrier_1") == doctest::Approx(2).epsilon(1e-3));
  CHECK(value(fits[2], "barrier_2") == doctest::Approx(25).epsilon(1e-3));
  CHECK(value(fits[2], "barrier_3") == doctest::Approx(160).epsilon(1e-3));
  CHECK(value(fits[2], "prefactor_3") == doctest::Approx(3e-2).epsilon(1e-2));
}

TEST_CASE("classical data have a critical temperature that may be zero") {
  const ArrheniusProblem problem(exact([](double t) { return 3e-4 * escape(t, 38); }), RateModel(RateLaw::quantum),
                                 true);
  const ArrheniusFit fit = host::fit_arrhenius(problem);
  const host::ArrheniusParameter critical = parameter(fit, "critical_temperature");
  CHECK(critical.value < 1);
  CHECK(critical.low == 0);
  CHECK(critical.low_is_bound);
  CHECK(critical.high > 1);
  CHECK(critical.high < 4);
  CHECK_FALSE(critical.high_is_bound);
  CHECK(value(fit, "barrier") == doctest::Approx(38).epsilon(1e-3));
}

TEST_CASE("without ratios the sets share their prefactor") {
  const ArrheniusFit fit = host::fit_arrhenius({exact(quantum(38, 103.33)), RateModel(RateLaw::quantum), false}, false);
  CHECK(fit.parameters.size() == 3);
  // Each point is off by half of ln 4.52, in errors of a tenth.
  CHECK(fit.chi_square == doctest::Approx(24 * std::pow(5 * std::log(4.52), 2)));
  CHECK(value(fit, "barrier") == doctest::Approx(38).epsilon(1e-4));
}

TEST_CASE("the valley of pairs that give the same rate at 300 K over that at 17 K") {
  // Barriers in meV and the critical temperatures in K to go with them, quoted for (38, 103.33).
  const std::vector<double> barriers = {10, 20, 30, 38, 44, 60, 90};
  const std::vector<double> quoted = {44.1, 69.9, 89.8, 103.3, 112.5, 133.9, 166.1};
  host::FrequencyData two;
  two.sets.push_back({"two", {}});
  for (const double t : {17.0, 17.0001, 300.0}) {  // as many points as parameters
    const double frequency = quantum(38, 103.33)(t);
    two.sets[0].points.push_back({t, frequency, 0.1 * frequency, 0, 0, 0, 0});
  }
  const struct {
    host::FrequencyData data;
    double tolerance_K;
  } cases[] = {{two, 0.06},                         // rounding of the quoted values
               {exact(quantum(38, 103.33)), 3.5}};  // twelve temperatures weigh the curve, not its ends alone
  for (const auto& c : cases) {
    const ArrheniusProblem problem(c.data, RateModel(RateLaw::quantum), c.data.sets.size() > 1);
    const ArrheniusFit fit = host::fit_arrhenius(problem, false);
    const std::vector<host::ProfilePoint> valley = host::profile_of(problem, fit, 1, barriers);
    for (std::size_t i = 0; i < barriers.size(); ++i) {
      CAPTURE(barriers[i]);
      MESSAGE(barriers[i], " meV: ", valley[i].values[2], " K, chi-square ", valley[i].chi_square);
      CHECK(std::abs(valley[i].values[2] - quoted[i]) < c.tolerance_K);
      CHECK(valley[i].values[1] == doctest::Approx(barriers[i]));
    }
    CHECK(valley[3].values[2] == doctest::Approx(103.33).epsilon(1e-3));
  }
}

TEST_CASE("a profile holds what it says, beyond the range of a fit too") {
  const ArrheniusProblem problem(exact(quantum(38, 103.33)), RateModel(RateLaw::quantum), true);
  const ArrheniusFit fit = host::fit_arrhenius(problem, false);
  for (const double barrier : {1e-6, 1e-3, 1e5, 1e6}) {
    const host::ProfilePoint point = host::profile_of(problem, fit, 1, std::vector{barrier}).front();
    CHECK(point.values[1] == doctest::Approx(barrier));
    CHECK(point.chi_square > fit.chi_square);
  }
}

TEST_CASE("fits and profiles can be stopped") {
  struct Stopped {};
  const ArrheniusProblem problem(exact(quantum(38, 103.33)), RateModel(RateLaw::quantum), true);
  const ArrheniusFit fit = host::fit_arrhenius(problem, false);
  const std::function<void()> stop = [] { throw Stopped(); };
  CHECK_THROWS_AS(host::fit_arrhenius(problem, false, stop), Stopped);
  CHECK_THROWS_AS(host::profile_of(problem, fit, 1, std::vector{38.0}, stop), Stopped);
}

TEST_CASE("absolute zero: no classical rate, and data that say so") {
  host::FrequencyData data;
  data.counted = true;
  data.sets.push_back({"a", {host::counted_frequency(0, 150, 0, 60)}});
  for (const double t : temperatures) {
    const double moves = std::round(150 * 60 * 3e-4 * escape(t, 38));
    data.sets[0].points.push_back(host::counted_frequency(t, 150, moves, 60));
  }
  const ArrheniusFit fit = host::fit_arrhenius({data, RateModel(RateLaw::classical), false}, false);
  CHECK(fit.expected_Hz.front() == 0);
  CHECK(fit.residuals.front() == 0);
  CHECK(value(fit, "barrier") == doctest::Approx(38).epsilon(0.05));

  data.sets[0].points.front() = host::counted_frequency(0, 150, 2, 60);
  for (const RateLaw model : {RateLaw::classical, RateLaw::arrhenius, RateLaw::classical_sum}) {
    CHECK_THROWS_AS(ArrheniusProblem(data, RateModel(model), false), host::NoRate);
  }
  const ArrheniusFit still = host::fit_arrhenius({data, RateModel(RateLaw::quantum), false}, false);
  CHECK(still.expected_Hz.front() > 0);
  CHECK(std::isfinite(still.chi_square));
  data.sets[0].points.front().direct_Hz = 1e-4;  // moves at rest, by the beam
  CHECK(std::isfinite(host::fit_arrhenius({data, RateModel(RateLaw::classical), false}, false).chi_square));
}

TEST_CASE("what cannot be fitted is refused") {
  host::FrequencyData data = exact(quantum(38, 103.33));
  data.sets.resize(1);
  data.sets[0].points.resize(2);
  CHECK_THROWS_AS(ArrheniusProblem(data, RateModel(RateLaw::quantum), false), std::invalid_argument);
  CHECK(host::max_barriers(RateLaw::quantum, data, false) == 0);
  CHECK(host::max_barriers(RateLaw::classical_sum, data, false) == 1);
  const std::vector<host::ComparedModel> models = host::compare_models(data, false);
  REQUIRE(models.size() == 5);
  for (const host::ComparedModel& model : models) {
    CHECK(model.fit.has_value() == model.reason.empty());
    const bool two = model.model != RateLaw::quantum && model.model != RateLaw::qtst;
    CHECK(model.fit.has_value() == two);
  }
  host::FrequencyData still;
  still.counted = true;
  still.sets.push_back({"still", {host::counted_frequency(20, 150, 0, 60), host::counted_frequency(30, 150, 0, 60)}});
  CHECK_THROWS_AS(ArrheniusProblem(still, RateModel(RateLaw::classical), false), host::NothingMoved);
  CHECK_THROWS_AS(RateModel(RateLaw::quantum, 2), std::invalid_argument);
}
