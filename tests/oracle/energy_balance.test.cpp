// Total radiated energy must be the drop of the potential from the release height to the equilibrium distance,
// tau b (h - x_eq) - kappa T0 K ln(h / x_eq), for any motion.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "slipburst/math/elementary.hpp"
#include "support/cases.hpp"
#include "support/segments.hpp"

using namespace slipburst;

namespace {

double potential_drop_eV_per_nm(const host::Case& c, double height_nm, double stress_MPa) {
  const double film = c.film.shear_modulus, substrate = c.substrate.shear_modulus, b = c.film.burgers;
  const double contrast = (substrate - film) / (substrate + film);
  const double kappa = c.reading == physics::Reading::equation7 ? 2 : 1;
  const double image = kappa * film * b * b / (4 * math::pi) * contrast;  // kappa T0 K, meV/nm
  const double drive = stress_MPa * units::megapascal * b;
  const double rest = image / drive;
  return 1e-3 * (drive * (height_nm - rest) - image * std::log(height_nm / rest));
}

}  // namespace

TEST_CASE("radiated energy is the drop of the potential energy") {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> unit(0, 1);
  for (const char* reading : {"appendix", "consistent", "equation7"}) {
    for (const char* substrate : {"Si", "CaWO4", "Al2O3"}) {
      const host::Case c =
          testing::make_case({std::string("model.reading=") + reading, std::string("substrate.material=") + substrate});
      for (int i = 0; i < 20; ++i) {
        const double height_nm = 10 * std::pow(100, unit(random)), stress_MPa = 10 + 90 * unit(random);
        const double drop = potential_drop_eV_per_nm(c, height_nm, stress_MPa);
        const auto s = testing::run_segment(c, height_nm, stress_MPa);
        CAPTURE(c.substrate.material);
        CAPTURE(reading);
        CAPTURE(height_nm);
        CAPTURE(stress_MPa);
        if (s.reduced.status == base::Status::inside_equilibrium) {
          CHECK(s.crystal_total + s.film_total == 0);
        } else {
          CHECK(s.crystal_total + s.film_total == doctest::Approx(drop).epsilon(1e-8));
        }
      }
    }
  }
}
