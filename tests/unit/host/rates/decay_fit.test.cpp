#include "host/rates/decay_fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <vector>

#include "host/numerics/special_values.hpp"
#include "support/decays.hpp"

using namespace slipburst;
using host::DecayPoint;

namespace {

using slipburst::host::infinity;
using slipburst::host::not_a_number;

/// Counts of 1/t in equal parts of a window; an `error` of 0 means the Poisson error.
std::vector<DecayPoint> inverse_time(double from, double to, int parts, double error) {
  std::vector<DecayPoint> points;
  for (int i = 0; i < parts; ++i) {
    const double start = from + (to - from) * i / parts, end = from + (to - from) * (i + 1) / parts;
    const double counts = 1e6 * std::log1p((end - start) / start);
    points.push_back({start, end, counts, error > 0 ? error * counts : std::sqrt(counts)});
  }
  return points;
}

/// Inverse of a symmetric matrix by its cofactors.
std::array<std::array<double, 3>, 3> inverse(const std::array<std::array<double, 3>, 3>& m) {
  std::array<std::array<double, 3>, 3> result{};
  double determinant = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      const std::size_t a = (i + 1) % 3, b = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
      result[i][j] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
    }
  }
  for (std::size_t j = 0; j < 3; ++j) determinant += m[0][j] * result[0][j];
  for (auto& row : result) {
    for (double& value : row) value /= determinant;
  }
  return result;
}

}  // namespace

TEST_CASE("exact counts give back the power law") {
  struct Truth {
    double exponent, origin, first, last;
    int intervals;
    double error;
  };
  for (const Truth& truth : std::initializer_list<Truth>{{-0.59, 3600, 4000, 1e7, 40, 1e-3},
                                                         {-0.59, 3600, 3601, 1e7, 40, 0.1},
                                                         {-1, 0, 1, 1e9, 9, 1e-5},
                                                         {-1, 0, 1, 1e9, 90, 1e-4},
                                                         {-1, -5, 1, 1e9, 90, 1e-5},
                                                         {-1 + 1e-9, 0, 1, 1e9, 45, 1e-5},
                                                         {-1.3, 0.9, 1, 1e9, 30, 1e-5},
                                                         {-2.5, -1e4, 10, 1e6, 30, 1e-2},
                                                         {0.5, 0, 1, 1e6, 20, 1e-4}}) {
    CAPTURE(truth.exponent);
    CAPTURE(truth.origin);
    const auto points = testing::power_law_points(2.5, truth.exponent, truth.origin, truth.first, truth.last,
                                                  truth.intervals, truth.error);
    const host::PowerLawFit fit = host::fit_power_law(points);
    CHECK(fit.converged);
    CHECK(std::abs(fit.exponent - truth.exponent) < 1e-8);
    CHECK(fit.rate_Hz == doctest::Approx(2.5).epsilon(1e-8));
    CHECK(std::abs(fit.time_origin_s - truth.origin) < 1e-8 * std::max(truth.first, std::abs(truth.origin)));
    CHECK(fit.reference_time_s == doctest::Approx(std::sqrt(truth.first * truth.last)));
    CHECK(fit.degrees_of_freedom == points.size() - 3);
    CHECK(fit.chi_square < 1e-8);
    CHECK(fit.p_value == doctest::Approx(1));

    const host::PowerLawFit fixed = host::fit_power_law(points, truth.origin);
    CHECK(fixed.converged);
    CHECK(std::abs(fixed.exponent - truth.exponent) < 1e-8);
    CHECK(fixed.rate_Hz == doctest::Approx(2.5).epsilon(1e-8));
    CHECK(fixed.time_origin_s == truth.origin);
    CHECK(fixed.time_origin_sigma_s == 0);
    CHECK(fixed.degrees_of_freedom == points.size() - 2);
    CHECK(fixed.exponent_sigma < fit.exponent_sigma);
  }
}

TEST_CASE("narrow intervals count their rate times their width") {
  std::vector<DecayPoint> points;
  for (int i = 0; i < 6; ++i) {
    const double from = std::pow(10, i), width = 1e-9 * from, to = from + width;
    const double counts = 7 * std::pow(0.5 * (from + to) - 0.25, -0.8) * (to - from);
    points.push_back({from, to, counts, 1e-4 * counts});
  }
  const host::PowerLawFit fit = host::fit_power_law(points);
  CHECK(fit.exponent == doctest::Approx(-0.8).epsilon(1e-8));
  CHECK(fit.time_origin_s == doctest::Approx(0.25).epsilon(1e-8));
  CHECK(fit.rate_Hz == doctest::Approx(7 * std::pow(fit.reference_time_s - 0.25, -0.8)).epsilon(1e-8));
}

TEST_CASE("times that begin at zero have a reference in the middle, and any order will do") {
  std::vector<DecayPoint> points;
  for (int i = 9; i >= 0; --i) {
    const double counts = testing::power_law_counts(i, i + 1, 4, -1.5, -2, 5);
    points.push_back({static_cast<double>(i), static_cast<double>(i + 1), counts, 0.01});
  }
  const host::PowerLawFit fit = host::fit_power_law(points);
  CHECK(fit.reference_time_s == 5);
  CHECK(fit.rate_Hz == doctest::Approx(4).epsilon(1e-8));
  CHECK(fit.exponent == doctest::Approx(-1.5).epsilon(1e-8));
  CHECK(fit.time_origin_s == doctest::Approx(-2).epsilon(1e-8));
}

TEST_CASE("the covariance of a power law is the inverse of Fisher's information") {
  const std::array<double, 3> truth = {2.5, -0.59, 3600};
  const double first = 4000, last = 1e7, reference = std::sqrt(first * last);
  const auto points = testing::power_law_points(truth[0], truth[1], truth[2], first, last, 30, 2e-3);
  const host::PowerLawFit fit = host::fit_power_law(points);
  const std::array<double, 3> step = {1e-4, 1e-5, 1e-2};
  std::array<std::array<double, 3>, 3> information{};
  for (const DecayPoint& point : points) {
    std::array<double, 3> slope{};
    for (std::size_t i = 0; i < 3; ++i) {
      for (const double side : {-1.0, 1.0}) {
        std::array<double, 3> p = truth;
        p[i] += side * step[i];
        slope[i] += side * testing::power_law_counts(point.from_s, point.to_s, p[0], p[1], p[2], reference) /
                    (2 * step[i] * point.sigma);
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) information[i][j] += slope[i] * slope[j];
    }
  }
  const auto expected = inverse(information);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) CHECK(fit.covariance[i][j] == doctest::Approx(expected[i][j]).epsilon(1e-5));
  }
  CHECK(fit.rate_sigma_Hz == doctest::Approx(std::sqrt(expected[0][0])).epsilon(1e-5));
  CHECK(fit.exponent_sigma == doctest::Approx(std::sqrt(expected[1][1])).epsilon(1e-5));
  CHECK(fit.time_origin_sigma_s == doctest::Approx(std::sqrt(expected[2][2])).epsilon(1e-5));

  const host::PowerLawFit fixed = host::fit_power_law(points, truth[2]);
  const double determinant = information[0][0] * information[1][1] - information[0][1] * information[0][1];
  CHECK(fixed.covariance[0][0] == doctest::Approx(information[1][1] / determinant).epsilon(1e-5));
  CHECK(fixed.covariance[0][1] == doctest::Approx(-information[0][1] / determinant).epsilon(1e-5));
  CHECK(fixed.covariance[1][1] == doctest::Approx(information[0][0] / determinant).epsilon(1e-5));
  CHECK(fixed.covariance[2][2] == 0);
}

TEST_CASE("an exponential is no power law: the origin leaves for minus infinity, and the fit says so") {
  std::vector<DecayPoint> points;
  for (int i = 0; i < 20; ++i) points.push_back({1.0 + i, 2.0 + i, std::exp(-i / 5.0), 1e-3 * std::exp(-i / 5.0)});
  const host::PowerLawFit fit = host::fit_power_law(points);
  CHECK_FALSE(fit.converged);
  CHECK(fit.time_origin_s < -1000);
  const host::PowerLawFit fixed = host::fit_power_law(points, 0);
  CHECK(fixed.converged);
  CHECK(fixed.p_value < 1e-100);
}

TEST_CASE("exact counts give back the exponential, decaying and growing") {
  for (const double tau : {3.0, -3.0, 0.2, 1e4}) {
    CAPTURE(tau);
    for (const int parts : {2, 3, 12}) {
      std::vector<DecayPoint> points;
      for (int i = 0; i < parts; ++i) {
        const double from = 100 + 0.5 * i, to = from + 0.5;
        const double counts = -tau * std::exp(-(from - 100) / tau) * std::expm1(-(to - from) / tau);
        points.push_back({from, to, counts, 1e-3 * counts});
      }
      const host::ExponentialFit fit = host::fit_exponential(points);
      CHECK(fit.converged);
      CHECK(fit.tau_s == doctest::Approx(tau).epsilon(1e-8));
      CHECK(fit.slope_Hz * fit.tau_s == doctest::Approx(1));
      CHECK(fit.rate_Hz == doctest::Approx(std::exp(-(fit.reference_time_s - 100) / tau)).epsilon(1e-8));
      CHECK(fit.tau_sigma_s == doctest::Approx(fit.slope_sigma_Hz * tau * tau).epsilon(1e-6));
      CHECK(fit.degrees_of_freedom == points.size() - 2);
      CHECK(fit.chi_square < 1e-8);
      if (points.size() == 2) {
        CHECK(std::isnan(fit.p_value));  // no degree of freedom tests the model
      } else {
        CHECK(fit.p_value == doctest::Approx(1));
      }
    }
  }
}

TEST_CASE("two counts determine an exponential") {
  // Intervals of one length: slope ln(n1/n2)/length, its variance by the relative errors.
  const std::vector<DecayPoint> points = {{10, 14, 1000, 30}, {14, 18, 700, 25}};
  const host::ExponentialFit fit = host::fit_exponential(points);
  CHECK(fit.slope_Hz == doctest::Approx(std::log(1000.0 / 700) / 4).epsilon(1e-8));
  CHECK(fit.slope_sigma_Hz == doctest::Approx(std::hypot(30.0 / 1000, 25.0 / 700) / 4).epsilon(1e-6));
  CHECK(fit.covariance[1][1] == doctest::Approx(fit.slope_sigma_Hz * fit.slope_sigma_Hz));
  CHECK(fit.covariance[0][0] == doctest::Approx(fit.rate_sigma_Hz * fit.rate_sigma_Hz));
  CHECK(fit.chi_square < 1e-12);
  CHECK(fit.degrees_of_freedom == 0);
  CHECK(std::isnan(fit.p_value));  // no degree of freedom tests the model
}

TEST_CASE("a decay 1/t has the constant t") {
  for (const double ratio : {1.01, 1.5, 2.0, 5.0, 20.0}) {
    CAPTURE(ratio);
    const double week = 604800;
    const host::ExponentialFit fit = host::fit_exponential(inverse_time(week, ratio * week, 4, 0));
    CHECK(fit.converged);
    CHECK(fit.tau_s > week);
    CHECK(fit.tau_s < ratio * week);
  }
  // Over m(1 - h) to m(1 + h): in halves tau = m h/ln(ln(1 - h)/-ln(1 + h)), which tends to m (1 - h^2/4).
  for (const double h : {0.1, 0.01, 0.001}) {
    const double m = 5e5;
    const double halves = host::fit_exponential(inverse_time(m * (1 - h), m * (1 + h), 2, 1e-3)).tau_s;
    CHECK(halves == doctest::Approx(m * h / std::log(std::log1p(-h) / -std::log1p(h))).epsilon(1e-8));
    CHECK((1 - halves / m) / (h * h) == doctest::Approx(0.25).epsilon(h));
    const double quarters = host::fit_exponential(inverse_time(m * (1 - h), m * (1 + h), 4, 1e-3)).tau_s;
    CHECK(std::abs(quarters / m - 1) < h * h);
  }
}

TEST_CASE("what cannot be fitted is refused") {
  const std::vector<DecayPoint> good = {{1, 2, 50, 5}, {2, 4, 40, 5}, {4, 8, 40, 5}, {8, 16, 30, 5}, {16, 32, 30, 5}};
  CHECK_NOTHROW(host::fit_power_law(good));
  CHECK_NOTHROW(host::fit_exponential(good));
  const auto refused = [](const std::vector<DecayPoint>& points) {
    CHECK_THROWS_AS(host::fit_power_law(points), std::invalid_argument);
    CHECK_THROWS_AS(host::fit_power_law(points, 0), std::invalid_argument);
    CHECK_THROWS_AS(host::fit_exponential(points), std::invalid_argument);
  };
  refused({good[0]});
  CHECK_THROWS_AS(host::fit_power_law(std::span(good).first(3)), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_power_law(good, 1), std::invalid_argument);
  CHECK_THROWS_AS(host::fit_power_law(good, -infinity), std::invalid_argument);
  for (const DecayPoint& bad : std::initializer_list<DecayPoint>{{2, 2, 40, 5},
                                                                 {4, 2, 40, 5},
                                                                 {2, 4, 40, 0},
                                                                 {2, 4, 40, -1},
                                                                 {2, 4, 40, infinity},
                                                                 {2, 4, 40, not_a_number},
                                                                 {2, 4, not_a_number, 5},
                                                                 {not_a_number, 4, 40, 5},
                                                                 {2, infinity, 40, 5}}) {
    std::vector<DecayPoint> points = good;
    points[1] = bad;
    refused(points);
  }
  std::vector<DecayPoint> dark = good;
  for (std::size_t i = 1; i < dark.size(); ++i) dark[i].counts = 0;
  refused(dark);
}

TEST_CASE("the unit of the counts does not matter") {
  const std::vector<DecayPoint> points = inverse_time(1, 1e4, 40, 1e-3);
  const host::PowerLawFit law = host::fit_power_law(points);
  for (const double unit : {1e-250, 1e-100, 1e200}) {
    std::vector<DecayPoint> other = points;
    for (DecayPoint& point : other) {
      point.counts *= unit;
      point.sigma *= unit;
    }
    const host::PowerLawFit found = host::fit_power_law(other);
    CHECK(found.exponent == doctest::Approx(law.exponent).epsilon(1e-9));
    CHECK(found.rate_Hz / unit == doctest::Approx(law.rate_Hz).epsilon(1e-9));
    CHECK(found.covariance[0][1] / unit == doctest::Approx(law.covariance[0][1]).epsilon(1e-5));
    CHECK(host::fit_exponential(other).rate_Hz / unit ==
          doctest::Approx(host::fit_exponential(points).rate_Hz).epsilon(1e-9));
  }
}
