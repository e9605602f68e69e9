#include "host/numerics/profile.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <vector>

#include "unit/host/numerics/straight_line.hpp"

using namespace slipburst;
using namespace slipburst::testing;
using host::ParameterRange;

namespace {

void growth(std::span<const double> p, std::span<double> r) {
  for (std::size_t i = 0; i < r.size(); ++i) r[i] = (p[0] * std::exp(p[1] * x[i]) - y[i]) / (3 * y_sigma[i]);
}

double chi_square(const host::Residuals& residuals, std::vector<double> p) {
  std::vector<double> r(x.size());
  residuals(p, r);
  double sum = 0;
  for (const double value : r) sum += value * value;
  return sum;
}

}  // namespace

TEST_CASE("of a straight line the interval is the sigma of the curvature") {
  const std::vector<ParameterRange> ranges(2);
  const host::LeastSquaresFit fit = host::fit_within(line, 4, std::vector{0.0, 0.0}, ranges);
  const host::LeastSquaresFit plain = host::fit_least_squares(line, 4, std::vector{0.0, 0.0}, std::vector{1.0, 1.0});
  CHECK(fit.values == plain.values);
  CHECK(fit.covariance == plain.covariance);
  for (const std::size_t i : {0, 1}) {
    const host::ProfileInterval interval = host::profile_intervals(line, 4, fit, ranges).intervals[i];
    CHECK(fit.values[i] - interval.low == doctest::Approx(fit.sigmas[i]).epsilon(2e-4));
    CHECK(interval.high - fit.values[i] == doctest::Approx(fit.sigmas[i]).epsilon(2e-4));
    CHECK_FALSE(interval.low_is_bound);
    CHECK_FALSE(interval.high_is_bound);
    CHECK(host::profile_intervals(line, 4, fit, ranges).lower_place.empty());
  }
}

TEST_CASE("of a curved model it ends where chi-square has risen by 1, by brute force") {
  const std::vector<ParameterRange> ranges(2, ParameterRange{-10, 10, 0.1});
  const host::LeastSquaresFit fit = host::fit_within(growth, 4, std::vector{1.0, 0.1}, ranges);
  const host::ProfileInterval interval = host::profile_intervals(growth, 4, fit, ranges).intervals[1];
  for (const double end : {interval.low, interval.high}) {
    double least = std::numeric_limits<double>::infinity();
    for (double height = 0; height < 6; height += 1e-4) least = std::min(least, chi_square(growth, {height, end}));
    CHECK(least - fit.chi_square == doctest::Approx(1).epsilon(1e-3));
  }
  CHECK(std::abs(interval.high + interval.low - 2 * fit.values[1]) > 1e-2 * fit.sigmas[1]);  // asymmetric interval
}

TEST_CASE("a minimum beyond a bound is held there, and the interval begins at it") {
  std::vector<ParameterRange> ranges(2);
  ranges[0].low = 1.5;  // the free minimum is at 0.68
  const host::LeastSquaresFit fit = host::fit_within(line, 4, std::vector{3.0, 0.0}, ranges);
  CHECK(fit.values[0] == 1.5);
  double weights = 0, sum = 0;  // of the slope alone
  for (std::size_t i = 0; i < x.size(); ++i) {
    weights += x[i] * x[i] / (y_sigma[i] * y_sigma[i]);
    sum += x[i] * (y[i] - 1.5) / (y_sigma[i] * y_sigma[i]);
  }
  CHECK(fit.values[1] == doctest::Approx(sum / weights).epsilon(1e-9));
  CHECK(std::isnan(fit.sigmas[0]));
  CHECK(fit.sigmas[1] == doctest::Approx(1 / std::sqrt(weights)).epsilon(1e-6));
  const host::ProfileInterval interval = host::profile_intervals(line, 4, fit, ranges).intervals[0];
  CHECK(interval.low == 1.5);
  CHECK(interval.low_is_bound);
  CHECK_FALSE(interval.high_is_bound);
  const host::LeastSquaresFit there = host::fit_within(line, 4, std::vector{interval.high, 0.0}, ranges, {0});
  CHECK(there.values[0] == interval.high);
  CHECK(there.chi_square - fit.chi_square == doctest::Approx(1).epsilon(1e-3));

  ranges[0] = {0, 0.7, 1};  // holds the minimum, but not the interval
  const host::LeastSquaresFit inside = host::fit_within(line, 4, std::vector{0.5, 0.0}, ranges);
  const host::ProfileInterval cut = host::profile_intervals(line, 4, inside, ranges).intervals[0];
  CHECK(cut.high == 0.7);
  CHECK(cut.high_is_bound);
}

TEST_CASE("the residuals are asked for within the ranges alone, and a bound is left where that lowers chi-square") {
  const std::vector<ParameterRange> ranges = {{0, 4, 1}, {-1, 1, 1}};
  // A valley that leads along the bound of p[1] before the minimum at (3, 0.5).
  const auto valley = [](std::span<const double> p, std::span<double> r) {
    CHECK((p[0] >= 0 && p[0] <= 4 && p[1] >= -1 && p[1] <= 1));
    r[0] = p[0] - 3;
    r[1] = 10 * (p[1] - 0.5 + (p[0] - 3) * (p[0] - 3));
  };
  const host::LeastSquaresFit fit = host::fit_within(valley, 2, std::vector{0.0, 1.0}, ranges);
  CHECK(fit.converged);
  CHECK(fit.values[0] == doctest::Approx(3).epsilon(1e-6));
  CHECK(fit.values[1] == doctest::Approx(0.5).epsilon(1e-6));
  const host::ProfileInterval interval = host::profile_intervals(valley, 2, fit, ranges).intervals[0];
  CHECK(interval.low == doctest::Approx(2).epsilon(1e-3));
  CHECK(interval.high == doctest::Approx(4).epsilon(1e-3));
}

TEST_CASE("a lower place that the profile meets is told") {
  // Two minima of one parameter, at -1 and (lower) at 1.1.
  const auto wells = [](std::span<const double> p, std::span<double> r) {
    r[0] = 0.3 * (p[0] + 1) * (p[0] - 1.1);
    r[1] = 0.1 * (p[0] - 1.1);
  };
  const std::vector<ParameterRange> ranges(1, ParameterRange{-5, 5, 0.1});
  const host::LeastSquaresFit fit = host::fit_within(wells, 2, std::vector{-1.0}, ranges);
  CHECK(fit.values[0] < -0.5);
  const host::Profiles profiles = host::profile_intervals(wells, 2, fit, ranges);
  REQUIRE(profiles.lower_place.size() == 1);
  CHECK(profiles.lower_place[0] > 0);
}

TEST_CASE("refused") {
  const std::vector<ParameterRange> ranges(1);
  CHECK_THROWS_AS(host::fit_within(line, 4, std::vector{0.0, 0.0}, ranges), std::invalid_argument);
}
