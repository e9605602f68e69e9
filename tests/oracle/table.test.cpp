// The table of al-on-si against line energies that were not used to build it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "support/csv.hpp"
#include "support/lines.hpp"
#include "support/tables.hpp"

using namespace slipburst;

TEST_CASE("the table's own measure of its error") {
  const host::TableAccuracy accuracy = testing::build_table_anew(testing::make_case()).accuracy;
  CHECK(accuracy.max_relative_error > 0);
  CHECK(accuracy.max_relative_error <= 5e-5);
  CHECK(accuracy.points > 1000);
}

TEST_CASE("line energies off the grid") {
  const testing::Lines lines(testing::make_case());
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> unit(0, 1);
  int compared = 0;
  for (int i = 0; i < 100; ++i) {
    const double stress_MPa = 8 + 52 * unit(random);
    const double reach = std::min(lines.reach_nm(testing::default_table(), stress_MPa), 2000.0);
    const double height_nm =
        std::min(lines.threshold_nm(stress_MPa) * (1 + std::pow(10, -1.5 + 3 * unit(random))), reach);
    CAPTURE(stress_MPa);
    CAPTURE(height_nm);
    const auto direct = lines.integrate(height_nm, stress_MPa);
    const auto tabulated = lines.look_up(testing::default_table(), height_nm, stress_MPa);
    for (int channel = 0; channel < table::channels; ++channel) {
      if (!(direct[channel] > 1e-3)) continue;
      ++compared;
      CHECK(tabulated[channel] == doctest::Approx(direct[channel]).epsilon(1e-4));
    }
  }
  CHECK(compared > 150);
}

TEST_CASE("line energies of the independent integrator") {
  const testing::Lines lines(testing::make_case());
  int compared = 0;
  for (const testing::CsvRow& row : testing::Csv("line_reference.csv")) {
    const double stress_MPa = row.number("stress_MPa");
    if (row.word("substrate") != "Si" || row.word("film") != "Al" || row.word("reading") != "appendix" ||
        stress_MPa > 60) {
      continue;
    }
    CAPTURE(row.text());
    ++compared;
    const auto [crystal, film] = lines.look_up(testing::default_table(), row.number("pin_height_nm"), stress_MPa);
    CHECK(crystal == doctest::Approx(row.number("crystal_eV")).epsilon(1e-4));
    CHECK(film == doctest::Approx(row.number("film_eV")).epsilon(1e-4));
  }
  CHECK(compared > 5);
}

TEST_CASE("zero up to the threshold, then rising in both channels") {
  const testing::Lines lines(testing::make_case());
  const host::Table& table = testing::default_table();
  for (const double stress_MPa : {8.1, 12.3, 25.0, 40.7, 51.0, 59.9}) {
    CAPTURE(stress_MPa);
    const double threshold = lines.threshold_nm(stress_MPa);
    CHECK(lines.look_up(table, threshold * (1 - 1e-6), stress_MPa) == testing::LineEnergy{});
    CHECK(lines.look_up(table, 0.1 * threshold, stress_MPa) == testing::LineEnergy{});
    testing::LineEnergy last = lines.look_up(table, threshold * (1 + 1e-6), stress_MPa);
    CHECK(last[0] > 0);
    CHECK(last[1] > 0);
    int falls = 0;
    const double reach = std::min(lines.reach_nm(table, stress_MPa), 1000.0);
    for (double z = 1.01e-6; threshold * (1 + z) < reach; z *= 1.01) {
      const auto next = lines.look_up(table, threshold * (1 + z), stress_MPa);
      falls += next[0] < last[0] || next[1] < last[1];
      last = next;
    }
    CHECK(falls == 0);
  }
}
