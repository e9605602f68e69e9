// A table with tau* inside (Al on CaWO4, 49.2 MPa): there the threshold and every energy have a kink.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "support/csv.hpp"
#include "support/lines.hpp"
#include "support/tables.hpp"

using namespace slipburst;

TEST_CASE("a table across tau*") {
  const host::Case c = testing::make_case({"substrate.material=CaWO4"});
  const host::Table table = testing::build_table(c);
  const testing::Lines lines(c);
  const double kink_MPa = lines.model().gap_stress * lines.model().stress_unit / units::megapascal;
  CHECK(table.accuracy.max_relative_error <= 5e-5);

  // tau* itself is the edge of a cell.
  const table::StressAxis::Place at_kink = table.stress_axis.locate(1.0);
  CHECK(at_kink.fraction == 0.0);
  CHECK(table.stress_axis.locate(std::nextafter(1.0, 0.0)).cell == at_kink.cell - 1);

  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> unit(0, 1);
  int compared = 0;
  for (int i = 0; i < 90; ++i) {
    // A third everywhere, the rest toward tau* from below and from above.
    const double distance = std::pow(10, -6 * unit(random));
    const double stress_MPa = i % 3 == 0   ? 8 + 52 * unit(random)
                              : i % 3 == 1 ? kink_MPa * (1 - 0.8 * distance)
                                           : kink_MPa + (60 - kink_MPa) * distance;
    const double reach = std::min(lines.reach_nm(table, stress_MPa), 2000.0);
    const double height_nm =
        std::min(lines.threshold_nm(stress_MPa) * (1 + std::pow(10, -2 + 4 * unit(random))), reach);
    const auto direct = lines.integrate(height_nm, stress_MPa);
    const auto tabulated = lines.look_up(table, height_nm, stress_MPa);
    CAPTURE(stress_MPa);
    CAPTURE(height_nm);
    for (int channel = 0; channel < table::channels; ++channel) {
      if (!(direct[channel] > 1e-3)) continue;
      ++compared;
      CHECK(tabulated[channel] == doctest::Approx(direct[channel]).epsilon(1e-4));
    }
  }
  CHECK(compared > 100);

  for (const testing::CsvRow& row : testing::Csv("line_reference.csv")) {
    if (row.word("substrate") != "CaWO4") continue;
    CAPTURE(row.text());
    const auto [crystal, film] = lines.look_up(table, row.number("pin_height_nm"), row.number("stress_MPa"));
    CHECK(crystal == doctest::Approx(row.number("crystal_eV")).epsilon(1e-4));
    CHECK(film == doctest::Approx(row.number("film_eV")).epsilon(1e-4));
  }
}
