#include "host/numerics/least_squares.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <vector>

#include "host/numerics/special_values.hpp"
#include "unit/host/numerics/straight_line.hpp"

using namespace slipburst;
using namespace slipburst::testing;

namespace {

using slipburst::host::infinity;
}  // namespace

TEST_CASE("a straight line, against the sums of a textbook") {
  double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w = 1 / (y_sigma[i] * y_sigma[i]);
    s += w;
    sx += w * x[i];
    sy += w * y[i];
    sxx += w * x[i] * x[i];
    sxy += w * x[i] * y[i];
  }
  const double determinant = s * sxx - sx * sx;
  const double height = (sxx * sy - sx * sxy) / determinant, slope = (s * sxy - sx * sy) / determinant;
  double chi_square = 0;
  for (std::size_t i = 0; i < x.size(); ++i) chi_square += std::pow((y[i] - height - slope * x[i]) / y_sigma[i], 2);

  // The scale may be wrong by a hundred either way.
  for (const double scale : {0.01, 1.0, 100.0}) {
    const host::LeastSquaresFit fit =
        host::fit_least_squares(line, 4, std::vector{-30.0, 20.0}, std::vector{scale, scale});
    CHECK(fit.converged);
    CHECK(fit.values[0] == doctest::Approx(height).epsilon(1e-9));
    CHECK(fit.values[1] == doctest::Approx(slope).epsilon(1e-9));
    CHECK(fit.covariance[0][0] == doctest::Approx(sxx / determinant).epsilon(1e-7));
    CHECK(fit.covariance[1][1] == doctest::Approx(s / determinant).epsilon(1e-7));
    CHECK(fit.covariance[0][1] == doctest::Approx(-sx / determinant).epsilon(1e-7));
    CHECK(fit.covariance[1][0] == fit.covariance[0][1]);
    CHECK(fit.sigmas[1] == doctest::Approx(std::sqrt(s / determinant)).epsilon(1e-7));
    CHECK(fit.chi_square == doctest::Approx(chi_square).epsilon(1e-9));
    CHECK(fit.degrees_of_freedom == 2);
    CHECK(fit.p_value == doctest::Approx(std::exp(-chi_square / 2)).epsilon(1e-9));  // two degrees of freedom
  }
}

TEST_CASE("parameters twenty orders of magnitude apart") {
  const std::vector<double> truth = {3e12, -2e-9};
  const auto residuals = [&](std::span<const double> p, std::span<double> r) {
    for (std::size_t i = 0; i < r.size(); ++i) {
      const auto at = static_cast<double>(i);
      r[i] = (p[0] * std::exp(p[1] * 1e8 * at) - truth[0] * std::exp(truth[1] * 1e8 * at)) / 1e7;
    }
  };
  const host::LeastSquaresFit fit =
      host::fit_least_squares(residuals, 20, std::vector{1e12, -1e-9}, std::vector{1e12, 1e-9});
  CHECK(fit.converged);
  CHECK(fit.values[0] == doctest::Approx(truth[0]).epsilon(1e-12));
  CHECK(fit.values[1] == doctest::Approx(truth[1]).epsilon(1e-12));
  CHECK(fit.p_value == doctest::Approx(1));
  // Derivatives by hand.
  double aa = 0, ab = 0, bb = 0;
  for (int i = 0; i < 20; ++i) {
    const double a = std::exp(truth[1] * 1e8 * i) / 1e7, b = a * truth[0] * 1e8 * i;
    aa += a * a;
    ab += a * b;
    bb += b * b;
  }
  const double determinant = aa * bb - ab * ab;
  CHECK(fit.covariance[0][0] == doctest::Approx(bb / determinant).epsilon(1e-7));
  CHECK(fit.covariance[1][1] == doctest::Approx(aa / determinant).epsilon(1e-7));
  CHECK(fit.covariance[0][1] == doctest::Approx(-ab / determinant).epsilon(1e-7));
}

TEST_CASE("a curved valley, from its far end") {
  const auto rosenbrock = [](std::span<const double> p, std::span<double> r) {
    r[0] = 10 * (p[1] - p[0] * p[0]);
    r[1] = 1 - p[0];
  };
  const host::LeastSquaresFit fit =
      host::fit_least_squares(rosenbrock, 2, std::vector{-1.2, 1.0}, std::vector{1.0, 1.0});
  CHECK(fit.converged);
  CHECK(fit.values[0] == doctest::Approx(1).epsilon(1e-8));
  CHECK(fit.values[1] == doctest::Approx(1).epsilon(1e-8));
  CHECK(fit.degrees_of_freedom == 0);
  CHECK(std::isnan(fit.p_value));  // no degree of freedom tests the model
}

TEST_CASE("data that cannot tell two parameters apart leave no covariance") {
  const auto product = [](std::span<const double> p, std::span<double> r) {
    for (std::size_t i = 0; i < r.size(); ++i) r[i] = p[0] * p[1] * x[i] - 6 * x[i];
  };
  const auto unused = [](std::span<const double> p, std::span<double> r) {
    for (std::size_t i = 0; i < r.size(); ++i) r[i] = p[0] * x[i] - 6 * x[i];
  };
  for (const host::Residuals& residuals : {host::Residuals(product), host::Residuals(unused)}) {
    const host::LeastSquaresFit fit =
        host::fit_least_squares(residuals, 4, std::vector{1.0, 1.0}, std::vector{1.0, 1.0});
    CHECK(fit.chi_square < 1e-12);
    CHECK(fit.converged);
    for (const double value : fit.sigmas) CHECK(std::isnan(value));
    CHECK(std::isnan(fit.covariance[0][1]));
  }
}

TEST_CASE("a minimum where the model has no meaning is not reached, and that is said") {
  const auto edge = [](std::span<const double> p, std::span<double> r) {
    r[0] = p[0] < 1 ? p[0] - 5 : std::numeric_limits<double>::quiet_NaN();
  };
  const host::LeastSquaresFit fit = host::fit_least_squares(edge, 1, std::vector{0.0}, std::vector{1.0});
  CHECK_FALSE(fit.converged);
  CHECK(fit.values[0] < 1);
}

TEST_CASE("what cannot be fitted is refused") {
  const std::vector<double> one = {1}, two = {1, 1};
  CHECK_THROWS_AS(host::fit_least_squares(line, 1, two, two), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_least_squares(line, 4, two, one), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_least_squares(line, 4, {}, {}), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_least_squares(line, 4, two, std::vector{1.0, 0.0}), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_least_squares(line, 4, std::vector{1.0, infinity}, two), std::invalid_argument);
  const auto infinite = [](std::span<const double>, std::span<double> r) { r[0] = infinity; };
  CHECK_THROWS_AS(host::fit_least_squares(infinite, 1, one, one), std::invalid_argument);
}
