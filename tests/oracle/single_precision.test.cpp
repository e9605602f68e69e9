// Accuracy of single precision, in eV/nm: 2e-4 relative, and near the threshold, where E* is the difference of much
// larger energies, 3e-6 absolute (1e-6 at a tolerance of 1e-6).
#include <doctest/doctest.h>

#include <cmath>

#include "support/cases.hpp"
#include "support/csv.hpp"
#include "support/segments.hpp"

using namespace slipburst;

TEST_CASE("single precision is near double precision") {
  const struct { double relative_tolerance, absolute_eV_per_nm; } levels[] = {{1e-5, 3e-6}, {1e-6, 1e-6}};
  for (const auto& level : levels) {
    for (const testing::CsvRow& row : testing::Csv("segment_reference.csv")) {
      host::Case c = testing::case_of(row);
      const double height_nm = row.number("height_nm"), stress_MPa = row.number("stress_MPa");
      const auto exact = testing::run_segment(c, height_nm, stress_MPa);
      c.numerics.relative_tolerance = level.relative_tolerance;
      const auto single = testing::run_segment<float>(c, height_nm, stress_MPa, exec::Extent::above_gap);
      const auto bound = [&](double energy) { return 2e-4 * energy + level.absolute_eV_per_nm; };
      CAPTURE(row.text());
      CAPTURE(level.relative_tolerance);
      CHECK(single.reduced.status == base::Status::ok);
      CHECK(std::abs(single.crystal_above - exact.crystal_above) < bound(exact.crystal_above));
      CHECK(std::abs(single.film_above - exact.film_above) < bound(exact.film_above));
    }
  }
}

TEST_CASE("a tolerance beyond single precision ends neither in a hang nor in a failure") {
  for (const testing::CsvRow& row : testing::Csv("segment_reference.csv")) {
    const auto s =
        testing::run_segment<float>(testing::case_of(row), row.number("height_nm"), row.number("stress_MPa"));
    CAPTURE(row.text());
    CHECK(s.reduced.status == base::Status::ok);
    CHECK(s.reduced.steps_accepted + s.reduced.steps_rejected < 5000);
  }
}
