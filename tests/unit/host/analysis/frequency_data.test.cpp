// Residuals of counts and frequencies, against their formulas in fifty digits, and against what counts do by chance.
#include "host/analysis/frequency_data.hpp"

#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <initializer_list>
#include <limits>

using namespace slipburst;
using Precise = boost::multiprecision::cpp_bin_float_50;

namespace {

double precise_residual(double size, double count, double log_mean) {
  const Precise n = size, y = count, mu = exp(Precise(log_mean));
  Precise half = (y + n) * log((mu + n) / (y + n));
  if (y > 0) half += y * log(y / mu);
  return (mu < y ? -1 : 1) * static_cast<double>(sqrt(2 * half));
}

}  // namespace

TEST_CASE("the root of a negative binomial's deviance keeps its digits") {
  for (const double size : {1.0, 150.0, 1e6}) {
    for (const double count : {0.0, 1.0, 20.0, 1e5}) {
      for (const double log_mean : {-800.0, -50.0, -3.0, 0.1, 2.9, 3.1, 11.4, 11.6, 40.0, 690.0}) {
        CAPTURE(size);
        CAPTURE(count);
        CAPTURE(log_mean);
        CHECK(host::scattered_count_residual(size, count, log_mean) ==
              doctest::Approx(precise_residual(size, count, log_mean)).epsilon(1e-9).scale(1e-100));
      }
      if (count == 0) continue;
      for (const double excess : {-0.6, -0.4, -1e-4, -1e-9, 1e-9, 1e-4, 0.4, 0.6}) {
        const double log_mean = std::log(count * (1 + excess));
        CAPTURE(excess);
        // Tolerance for the rounding of the logarithm, 1e-16 of it, which changes the excess.
        CHECK(host::scattered_count_residual(size, count, log_mean) ==
              doctest::Approx(precise_residual(size, count, log_mean)).epsilon(1e-5).scale(0));
      }
    }
  }
  CHECK(host::scattered_count_residual(150, 20, std::log(20)) == doctest::Approx(0).scale(1e-6));
}

TEST_CASE("no moves where none can be are no surprise") {
  CHECK(host::scattered_count_residual(150, 0, -std::numeric_limits<double>::infinity()) == 0);
}

TEST_CASE("near the mean a residual is a deviation over the paper's error") {
  const host::FrequencyPoint counted = host::counted_frequency(300, 150, 4000, 60);
  CHECK(counted.frequency_Hz == doctest::Approx(4000.0 / 150 / 60));
  CHECK(counted.error_Hz == doctest::Approx(counted.frequency_Hz * std::sqrt(1 / 150.0 + 1 / 4000.0)));
  const double log_model = std::log(counted.frequency_Hz * 1.001);
  CHECK(host::frequency_residual(counted, true, log_model) ==
        doctest::Approx(0.001 * counted.frequency_Hz / counted.error_Hz).epsilon(2e-3));
  const host::FrequencyPoint measured{300, 2, 0.1, 0, 0, 0, 0};
  CHECK(host::frequency_residual(measured, false, std::log(2.2)) == doctest::Approx(std::log(1.1) * 20));
}
