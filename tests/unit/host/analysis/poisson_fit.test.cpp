#include "host/analysis/poisson_fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <stdexcept>
#include <vector>

using namespace slipburst;

namespace {

/// An exponential spectrum over eight bins: counts N (e^-(i/l) - e^-((i+1)/l)).
std::vector<double> exponential(std::span<const double> p) {
  std::vector<double> mu;
  for (int i = 0; i < 8; ++i) mu.push_back(p[0] * (std::exp(-i / p[1]) - std::exp(-(i + 1) / p[1])));
  return mu;
}

}  // namespace

TEST_CASE("deviance residuals square to the likelihood ratio") {
  for (const double n : {1.0, 10.0, 1e6}) {
    for (const double ratio : {0.1, 0.99, 1.0005, 1.0, 0.9991, 1.3, 50.0}) {
      const double mu = n * ratio, r = host::deviance_residual(mu, n);
      const long double excess = static_cast<long double>(ratio) - 1;
      const auto expected = static_cast<double>(2 * static_cast<long double>(n) * (excess - std::log1p(excess)));
      CHECK(r * r == doctest::Approx(expected).epsilon(1e-7));
      CHECK((r < 0) == (mu < n));
    }
  }
  CHECK(host::deviance_residual(3, 0) == doctest::Approx(std::sqrt(6)));
  CHECK(host::deviance_residual(7, 7) == 0);
}

TEST_CASE("one Poisson mean: the count, its root, and where the likelihood falls by a half") {
  const auto mean = [](std::span<const double> p) { return std::vector<double>{p[0]}; };
  const std::vector<std::uint64_t> counts = {100};
  const std::vector<host::FitParameter> parameters = {{"mean", 30, 1, 1e4}};
  const host::PoissonFit fit = host::fit_poisson(mean, counts, parameters);
  const host::FittedParameter& p = fit.parameters[0];
  CHECK(p.value == doctest::Approx(100).epsilon(1e-5));
  CHECK(p.sigma == doctest::Approx(10).epsilon(1e-3));
  CHECK(fit.covariance[0][0] == doctest::Approx(100).epsilon(1e-3));
  for (const double end : {p.low, p.high}) {
    CHECK(2 * (end - 100 + 100 * std::log(100 / end)) == doctest::Approx(1).epsilon(0.02));
  }
  CHECK(fit.deviance < 1e-8);
  CHECK(fit.degrees_of_freedom == 0);
  CHECK_FALSE(p.low_is_bound);
}

TEST_CASE("two parameters of an exponential are found from far away, with their covariance") {
  const std::vector<double> truth = {1e6, 2.5};
  std::vector<std::uint64_t> counts;
  for (const double mu : exponential(truth)) counts.push_back(static_cast<std::uint64_t>(std::lround(mu)));
  const std::vector<host::FitParameter> parameters = {{"number", 10, 1, 1e9}, {"length", 90, 0.1, 100}};
  const host::PoissonFit fit = host::fit_poisson(exponential, counts, parameters);
  CHECK(fit.parameters[0].value == doctest::Approx(truth[0]).epsilon(1e-5));
  CHECK(fit.parameters[1].value == doctest::Approx(truth[1]).epsilon(1e-5));
  CHECK(fit.deviance < 1e-3);
  CHECK(fit.p_value > 0.999);
  // Fisher's information, by differences of the model.
  double a = 0, b = 0, c = 0;
  const auto mu = exponential(truth), more = exponential(std::vector<double>{truth[0], truth[1] * 1.0001});
  for (std::size_t i = 0; i < mu.size(); ++i) {
    const double first = mu[i] / truth[0], second = (more[i] - mu[i]) / (1e-4 * truth[1]);
    a += first * first / mu[i];
    b += first * second / mu[i];
    c += second * second / mu[i];
  }
  const double determinant = a * c - b * b;
  CHECK(fit.covariance[0][0] == doctest::Approx(c / determinant).epsilon(1e-2));
  CHECK(fit.covariance[1][1] == doctest::Approx(a / determinant).epsilon(1e-2));
  CHECK(fit.covariance[0][1] == doctest::Approx(-b / determinant).epsilon(1e-2));
  // With many counts the profile is a parabola.
  const host::FittedParameter& length = fit.parameters[1];
  CHECK(length.high - length.low == doctest::Approx(2 * length.sigma).epsilon(1e-2));
}

TEST_CASE("data that cannot limit a parameter end its interval at the bound, and say so") {
  const auto product = [](std::span<const double> p) { return std::vector<double>{p[0] * p[1], 2 * p[0] * p[1]}; };
  const std::vector<std::uint64_t> counts = {50, 100};
  const std::vector<host::FitParameter> parameters = {{"a", 5, 1, 100}, {"b", 10, 1, 100}};
  const host::PoissonFit fit = host::fit_poisson(product, counts, parameters);
  CHECK(fit.deviance < 1e-6);
  for (const host::FittedParameter& p : fit.parameters) {
    CHECK((p.low_is_bound || p.high_is_bound));
    CHECK(p.low >= 1);
    CHECK(p.high <= 100);
  }
}

TEST_CASE("along a profile a parameter leaves the bound it had settled at") {
  // The data want a length above its bound; fewer in number, they want a shorter one.
  const std::vector<std::uint64_t> counts = {1000, 905, 819, 741, 670, 607, 549, 497};  // length 10
  const std::vector<host::FitParameter> parameters = {{"number", 8000, 1e3, 1e5}, {"length", 8, 1, 9.9}};
  const host::PoissonFit fit = host::fit_poisson(exponential, counts, parameters);
  CHECK(fit.parameters[1].value == doctest::Approx(9.9).epsilon(1e-3));
  const auto rise = [&](double number) {
    double least = 1e300;
    for (double length = 5; length <= 9.9 + 1e-9; length += 1e-3) {
      const std::vector<double> mu = exponential(std::vector<double>{number, length});
      double deviance = 0;
      for (std::size_t i = 0; i < mu.size(); ++i) {
        deviance += std::pow(host::deviance_residual(mu[i], static_cast<double>(counts[i])), 2);
      }
      least = std::min(least, deviance);
    }
    return least - fit.deviance;
  };
  CHECK(rise(fit.parameters[0].low) == doctest::Approx(1).epsilon(0.03));
  CHECK(rise(fit.parameters[0].high) == doctest::Approx(1).epsilon(0.03));
}

TEST_CASE("a wrong model has a small p") {
  const std::vector<std::uint64_t> counts = {1000, 10, 1000, 10, 1000, 10, 1000, 10};
  const std::vector<host::FitParameter> parameters = {{"number", 1000, 1, 1e9}, {"length", 3, 0.1, 100}};
  CHECK(host::fit_poisson(exponential, counts, parameters).p_value < 1e-100);
}

TEST_CASE("a model that expects nothing where counts are is refused, by the bin") {
  const auto nothing = [](std::span<const double> p) { return std::vector<double>{p[0], 0, p[0]}; };
  const std::vector<std::uint64_t> counts = {5, 2, 5};
  const std::vector<host::FitParameter> parameters = {{"a", 5, 1, 100}};
  CHECK(std::isfinite(host::deviance_residual(1e-300, 1000)));
  try {
    host::fit_poisson(nothing, counts, parameters);
    FAIL("not refused");
  } catch (const host::NothingExpected& refusal) {
    CHECK(refusal.bin() == 1);
  }
}

TEST_CASE("what cannot be fitted is refused") {
  const std::vector<std::uint64_t> counts = {1};
  const std::vector<host::FitParameter> two = {{"a", 1, 0.5, 2}, {"b", 1, 0.5, 2}}, bad = {{"a", 1, -1, 2}}, none;
  CHECK_THROWS_AS(host::fit_poisson(exponential, counts, two), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_poisson(exponential, counts, bad), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_poisson(exponential, counts, none), std::invalid_argument);
}
