#include "host/response/gaussian_smearing.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <vector>

using namespace slipburst;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The double integral by brute force: Simpson's rule over both intervals, n steps each.
double by_simpson(double a, double b, double c, double d, double sigma, int n) {
  const auto weight = [n](int i) { return i == 0 || i == n ? 1.0 : i % 2 == 1 ? 4.0 : 2.0; };
  double sum = 0;
  for (int i = 0; i <= n; ++i) {
    for (int j = 0; j <= n; ++j) {
      const double z = (c + (d - c) * j / n - a - (b - a) * i / n) / sigma;
      sum += weight(i) * weight(j) * std::exp(-z * z / 2);
    }
  }
  return sum * (d - c) / (9.0 * n * n * sigma * std::sqrt(2 * std::numbers::pi));
}

}  // namespace

TEST_CASE("without noise the share is the overlap, bit for bit") {
  const host::GaussianSmearing share(0);
  CHECK(share(1.1, 2.3, 1.1, 2.3) == 1);
  CHECK(share(1.1, 2.3, 2.3, 4) == 0);
  CHECK(share(1.1, 2.3, -infinity, 1.1) == 0);
  CHECK(share(1, 3, 2, infinity) == 0.5);
  CHECK(share(1, 5, 2, 3) == 0.25);
  const host::GaussianSmearing tiny(1e-200);
  CHECK(tiny(1.1, 2.3, 1.1, 2.3) == 1);
  CHECK(tiny(1.1, 2.3, 2.3, 4) < 1e-199);
}

TEST_CASE("shares agree with a double sum, wide and narrow, near and far") {
  struct Intervals {
    double a, b, c, d;
  };
  for (const double sigma : {0.3, 1.0, 4.0, 30.0}) {
    const host::GaussianSmearing share(sigma);
    for (const Intervals& i : {Intervals{0, 0.01, 0, 0.01},
                               {0, 0.01, 1.5, 1.51},
                               {0.01, 0.0106, 3.7, 3.92},
                               {5, 7, 5, 7},
                               {5, 7, 7, 9},
                               {5, 7, 6, 6.001},
                               {1, 1.06, 2, 12},
                               {2, 12, 1, 1.06},
                               {3, 4, -5, 1},
                               {3, 9, 4, 5},
                               {3, 3.001, 1, 9}}) {
      CAPTURE(sigma);
      CAPTURE(i.a);
      CAPTURE(i.c);
      const double expected = by_simpson(i.a, i.b, i.c, i.d, sigma, 1200);
      CHECK(share(i.a, i.b, i.c, i.d) == doctest::Approx(expected).epsilon(2e-10));
    }
  }
}

TEST_CASE("small shares keep their digits") {
  const host::GaussianSmearing share(1);
  // Simpson's rule is accurate to 1e-11 where each step changes the density by less than 1e-2 of itself.
  for (const double distance : {3.0, 8.0, 20.0, 36.0}) {
    for (const double width : {1e-6, 1e-3, 0.1}) {
      CAPTURE(distance);
      CAPTURE(width);
      const double expected = by_simpson(0, width, width + distance, 2 * width + distance, 1, 800);
      CHECK(share(0, width, width + distance, 2 * width + distance) == doctest::Approx(expected).epsilon(1e-10));
      CHECK(share(-width, 0, -2 * width - distance, -width - distance) == doctest::Approx(expected).epsilon(1e-10));
    }
  }
}

TEST_CASE("the far ends take what is left") {
  for (const double sigma : {0.01, 0.5, 3.0, 100.0}) {
    const host::GaussianSmearing share(sigma);
    for (const double width : {1e-4, 0.5, 6.0}) {
      double sum = share(2, 2 + width, -infinity, -1) + share(2, 2 + width, 9, infinity);
      for (int i = 0; i < 1000; ++i) sum += share(2, 2 + width, -1 + 0.01 * i, -1 + 0.01 * (i + 1));
      CHECK(sum == doctest::Approx(1).epsilon(1e-12));
    }
  }
  CHECK(host::GaussianSmearing(2)(1, 3, -infinity, 2) == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(host::GaussianSmearing(2)(1, 3, -infinity, infinity) == 1);
}
