#include "slipburst/physics/pinning.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

#include "slipburst/units/constants.hpp"

namespace units = slipburst::units;

TEST_CASE("line length and mean pin height of aluminium, Romani (2024), Eqs. (1), (12)") {
  const double force = 25 * units::gigapascal * 0.286;  // 7.15 GPa nm
  const slipburst::physics::Pinning pinning(50, force);
  CHECK(pinning.line_length(60 * units::megapascal) == doctest::Approx(7150.0 / 60).epsilon(1e-12));
  // lambda = rho_D l
  CHECK(pinning.mean_height(60 * units::megapascal) == doctest::Approx(2500 * 60 / 7150.0).epsilon(1e-12));
  for (const double stress : {1.0, 17.0, 400.0}) {
    CHECK(pinning.mean_height(stress) * pinning.line_length(stress) == doctest::Approx(2500).epsilon(1e-14));
  }
}
