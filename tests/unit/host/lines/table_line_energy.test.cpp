#include "host/lines/table_line_energy.hpp"

#include <doctest/doctest.h>

#include "host/table/table_error.hpp"
#include "slipburst/units/constants.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

/// Case with a small range at low accuracy, quick to tabulate.
const host::Case& quick_case() {
  static const host::Case c = testing::make_case({"model.reading=equation7", "film.pair_breaking_energy=1.5 meV",
                                                  "numerics.relative_tolerance=1e-7", "table.tolerance=1e-3"});
  return c;
}
const host::Table& quick_table() {
  static const host::Table table = testing::build_table(quick_case());
  return table;
}

host::TabulatedEnergy energy_of(double height_nm, double stress_MPa) {
  return host::table_line_energy(host::PreparedCase(quick_case()), quick_table(), height_nm,
                                 stress_MPa * units::megapascal);
}

}  // namespace

TEST_CASE("zero where nothing emits, supersonic far up") {
  CHECK(energy_of(5, 60).crystal_eV == 0);
  CHECK(energy_of(5, 60).film_eV == 0);
  CHECK_FALSE(energy_of(5, 60).supersonic);
  CHECK(energy_of(20, 0.5).crystal_eV == 0);
  CHECK(energy_of(400, 60).crystal_eV > 0);
  CHECK(energy_of(400, 60).supersonic);
  CHECK_FALSE(energy_of(50, 60).supersonic);
}

TEST_CASE("energies go with the line's length") {
  host::Case c = quick_case();
  c.pinning.alpha = 0.8;
  const double stress = 55 * units::megapascal;
  CHECK(host::table_line_energy(host::PreparedCase(c), quick_table(), 300, stress).crystal_eV ==
        doctest::Approx(0.8 * energy_of(300, 55).crystal_eV).epsilon(1e-12));
}

TEST_CASE("beyond the table is an error, not a guess") {
  CHECK_THROWS_AS(energy_of(100, 61), host::TableError);
  CHECK_THROWS_AS(energy_of(9000, 60), host::TableError);
}
