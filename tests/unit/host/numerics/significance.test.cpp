#include "host/numerics/significance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace slipburst;

TEST_CASE("tails with two and four degrees of freedom are elementary") {
  for (const double chi_square : {0.1, 3.0, 100.0, 1190.0, 1210.0, 1e4, 1e7}) {
    CAPTURE(chi_square);
    CHECK(host::log_chi_square_tail(chi_square, 2) == doctest::Approx(-chi_square / 2).epsilon(1e-12));
    CHECK(host::log_chi_square_tail(chi_square, 4) ==
          doctest::Approx(std::log1p(chi_square / 2) - chi_square / 2).epsilon(1e-12));
  }
  CHECK(std::isnan(host::log_chi_square_tail(5, 0)));
  CHECK(std::isnan(host::gaussian_deviations(host::log_chi_square_tail(5, 0))));
}

TEST_CASE("a chi-square with one degree of freedom is a squared deviation") {
  for (const double deviations : {0.01, 1.0, 5.0, 34.0, 35.0, 38.0, 100.0, 1e4}) {
    CAPTURE(deviations);
    CHECK(host::gaussian_deviations(host::log_chi_square_tail(deviations * deviations, 1)) ==
          doctest::Approx(deviations).epsilon(1e-11));
  }
  CHECK(host::gaussian_deviations(std::log(5.733031437583869e-7)) == doctest::Approx(5));
  CHECK(host::gaussian_deviations(0) == 0);
}

TEST_CASE("many degrees of freedom: the two ways of computing meet") {
  for (const double freedom : {21.0, 200.0}) {
    double last = 0;
    for (double chi_square = 1200; chi_square < 2600; chi_square += 1) {
      const double log_tail = host::log_chi_square_tail(chi_square, freedom);
      const double slope = log_tail - last;
      // The logarithm falls by 1/2 - (freedom/2 - 1)/chi_square, nearly, without a step.
      if (chi_square > 1200) CHECK(slope == doctest::Approx(-0.5 + (freedom / 2 - 1) / chi_square).epsilon(0.01));
      last = log_tail;
    }
  }
}
