// Line energies, integrated directly, against adaptive quadrature of the independent integrator.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "host/lines/line_energy.hpp"
#include "support/cases.hpp"
#include "support/csv.hpp"
#include "support/lines.hpp"

using namespace slipburst;

TEST_CASE("line energies") {
  for (const testing::CsvRow& row : testing::Csv("line_reference.csv")) {
    CAPTURE(row.text());
    const double height_nm = row.number("pin_height_nm"), stress_MPa = row.number("stress_MPa");
    const double crystal_eV = row.number("crystal_eV"), film_eV = row.number("film_eV");
    const host::PreparedCase c(testing::case_of(row));
    const auto [crystal, film] = testing::Lines(c).integrate(height_nm, stress_MPa);
    CHECK(crystal == doctest::Approx(crystal_eV).epsilon(1e-6));
    CHECK(film == doctest::Approx(film_eV).epsilon(1e-6));

    // Line energy of one burst, as the program computes it: its error estimate must hold too.
    const host::LineEnergy line = host::line_energy(c, height_nm, stress_MPa * units::megapascal);
    CHECK(line.crystal_above_gap_eV == doctest::Approx(crystal_eV).epsilon(1e-6));
    CHECK(line.film_above_gap_eV == doctest::Approx(film_eV).epsilon(1e-6));
    CHECK(std::abs(line.crystal_above_gap_eV - crystal_eV) < line.error_eV + 1e-7 * crystal_eV);
    CHECK(line.line_length_nm ==
          doctest::Approx(c->film.shear_modulus * c->film.burgers / (stress_MPa * units::megapascal)));
  }
}

TEST_CASE("quoted line energies at 100 nm, 60 MPa") {
  const struct {
    const char* reading;
    double crystal_eV;
  } quoted[] = {{"appendix", 96.500}, {"consistent", 98.026}, {"equation7", 40.165}};
  for (const auto& [reading, crystal_eV] : quoted) {
    const testing::Lines lines(testing::make_case({std::string("model.reading=") + reading}));
    CHECK(std::abs(lines.integrate(100, 60)[0] - crystal_eV) < 5.1e-4);
  }
  CHECK(std::abs(testing::Lines(testing::make_case()).integrate(100, 60)[1] - 12.015) < 5.1e-4);
}
