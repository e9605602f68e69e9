#include "slipburst/detrapping/thermal_escape.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace slipburst::detrapping;

namespace {

/// Gamma(300 K)/Gamma(17 K).
double rate_ratio(double barrier, double critical) {
  const ThermalEscape escape(barrier);
  return escape(effective_temperature(critical, 300)) / escape(effective_temperature(critical, 17));
}

}  // namespace

TEST_CASE("quantum rates fall little from 300 K to 17 K, classical ones by decades") {
  CHECK(rate_ratio(38, 310.0 / 3) == doctest::Approx(50.89).epsilon(1e-4));
  CHECK(rate_ratio(30, 101) == doctest::Approx(30.80).epsilon(2e-4));
  CHECK(rate_ratio(44, 101) == doctest::Approx(90.08).epsilon(1e-4));
  CHECK(rate_ratio(38, 0) == doctest::Approx(7.476e11).epsilon(2e-4));
}

TEST_CASE("limits") {
  CHECK(effective_temperature(0, 17) == 17);
  CHECK(effective_temperature(103.33, 0) == 103.33);
  CHECK(ThermalEscape(38)(0) == 0);
  CHECK(ThermalEscape(38)(1e-300) == 0);
  CHECK(ThermalEscape(0)(300) == 300);
  CHECK(ThermalEscape(0).log_boltzmann_factor(0) == 0);
  CHECK(std::isinf(ThermalEscape(38).log_boltzmann_factor(0)));
  CHECK(std::exp(ThermalEscape(38).log_boltzmann_factor(50)) ==
        doctest::Approx(ThermalEscape(38).boltzmann_factor(50)).epsilon(1e-13));
  CHECK(ThermalEscape(0).boltzmann_factor(0) == 1);
  CHECK(ThermalEscape(38).boltzmann_factor(std::numeric_limits<double>::infinity()) == 1);
  CHECK(ThermalEscape(38)(100) == doctest::Approx(100 * std::exp(-38 / (0.0861733326214518 * 100))).epsilon(1e-14));
}
