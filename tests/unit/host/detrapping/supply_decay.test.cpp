#include "host/detrapping/supply_decay.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace slipburst::host;

namespace {

/// Ten windows of one minute without noise.
std::vector<WindowFrequency> windows(double initial, double decay, double plateau, double sigma) {
  std::vector<WindowFrequency> points;
  for (int w = 0; w < 10; ++w) {
    const double from = 60.0 * w, to = from + 60;
    const double supply = decay > 0 ? (std::exp(-decay * from) - std::exp(-decay * to)) / (60 * decay) : 1;
    points.push_back({from, to, initial * supply + plateau, sigma});
  }
  return points;
}

}  // namespace

TEST_CASE("a decay without noise is found exactly") {
  for (const double decay : {0.002, 0.01, 0.03}) {
    CAPTURE(decay);
    const SupplyDecayFit fit = fit_supply_decay(windows(0.04, decay, 0.004, 1e-5));
    REQUIRE(fit.converged);
    CHECK(fit.initial_Hz == doctest::Approx(0.04).epsilon(1e-6));
    CHECK(fit.decay_Hz == doctest::Approx(decay).epsilon(1e-6));
    CHECK(fit.plateau_Hz == doctest::Approx(0.004).epsilon(1e-6));
    CHECK(fit.chi_square < 1e-6);
    CHECK(fit.degrees_of_freedom == 7);
  }
}

TEST_CASE("means of the fitted law") {
  const SupplyDecayFit fit = fit_supply_decay(windows(0.04, 0.01, 0.004, 1e-5));
  CHECK(mean_frequency(fit, 120, 180) == doctest::Approx(windows(0.04, 0.01, 0.004, 1)[2].frequency_Hz));
}

TEST_CASE("points that are none are refused") {
  auto points = windows(0.04, 0.01, 0.004, 1e-5);
  CHECK_THROWS_AS(fit_supply_decay({points.data(), 3}), std::invalid_argument);
  points[4].sigma_Hz = 0;
  CHECK_THROWS_AS(fit_supply_decay(points), std::invalid_argument);
  points[4].sigma_Hz = 1;
  points[4].frequency_Hz = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(fit_supply_decay(points), std::invalid_argument);
}
