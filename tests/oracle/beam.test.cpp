// The beam's cross-section for vacancy jumps against the values of the published form, and in its limits.
#include "slipburst/detrapping/beam.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numbers>

#include "slipburst/units/constants.hpp"
#include "support/csv.hpp"

using doctest::Approx;
using namespace slipburst;
using namespace slipburst::detrapping;

namespace {

constexpr double keV = 1e6;  // meV
using std::numbers::pi;

/// The form as it is printed, in metres, joules and seconds.
double printed_form(double charge, double mass_u, double migration_eV, double energy_keV) {
  const double e = 1.602176634e-19, c = 299792458, electron = 9.1093837015e-31, atom = mass_u * 1.66053906660e-27;
  const double radius = 2.8179403262e-15, fine = 1 / 137.035999084;
  const double energy = energy_keV * 1e3 * e, rest = electron * c * c;
  const double gamma = 1 + energy / rest, beta = std::sqrt(1 - 1 / (gamma * gamma));
  const double most = 2 * energy * (energy + 2 * rest) / (atom * c * c), x = migration_eV * e / most;
  if (x >= 1) return 0;
  const double bracket = -std::log(x) - (beta * beta + pi * charge * fine * beta) * (1 - x) +
                         2 * pi * charge * fine * beta * (1 - std::sqrt(x));
  return pi * std::pow(charge * radius, 2) * (1 - beta * beta) / std::pow(beta, 4) / x * bracket / 1e-28;
}

}  // namespace

TEST_CASE("tungsten") {
  const MigrationCrossSection sigma(tungsten);
  CHECK(sigma.threshold() / keV == Approx(132.06).epsilon(4e-5));
  CHECK(sigma(100 * keV) == 0);
  struct Row {
    double energy, barn;
  };
  for (const Row row : {Row{150, 548.8}, {300, 3009.7}, {500, 4587.9}, {1000, 6888.6}, {2000, 9574}}) {
    const double energy = row.energy, barn = row.barn;
    CAPTURE(energy);
    CHECK(sigma(energy * keV) / units::barn == Approx(barn).epsilon(1e-4));
    CHECK(sigma(energy * keV) / units::barn == Approx(printed_form(74, 183.84, 1.78, energy)).epsilon(1e-9));
  }
  // Eight neighbours, 1000 keV, 2e25 per m^2 and s.
  CHECK(vacancy_jump_rate(tungsten, 1000 * keV, 2e25 * 1e-30) * 1e12 == Approx(110.2).epsilon(1e-3));
  CHECK(vacancy_jump_rate(tungsten, 100 * keV, 2e25 * 1e-30) == 0);
  CHECK(vacancy_jump_rate(tungsten, 1000 * keV, 0) == 0);
}

TEST_CASE("each transfer counted once, against a quadrature over transfers") {
  const MigrationCrossSection sigma(tungsten);
  CHECK(sigma.counted_once(100 * keV) == 0);
  for (const double energy : {140.0, 150.0, 300.0, 1000.0, 2000.0}) {
    CAPTURE(energy);
    const double most = sigma.max_transfer(energy * keV), least = tungsten.migration_energy / most;
    const double gamma = 1 + energy / 510.99895, beta = std::sqrt(1 - 1 / (gamma * gamma));
    const double coulomb = pi * 74 / 137.035999084 * beta;
    // dt/t^2 (1 - beta^2 t + coulomb (sqrt(t) - t)) over t = T/E_m, in u = ln t by Simpson's rule.
    const int steps = 2000;
    const double step = -std::log(least) / steps;
    double sum = 0, weighted = 0;
    for (int i = 0; i <= steps; ++i) {
      const double t = std::exp(std::log(least) + step * i), weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      const double density = (1 - beta * beta * t + coulomb * (std::sqrt(t) - t)) / t;
      sum += weight * density;
      weighted += weight * density * t / least;
    }
    const double scale = pi * std::pow(74 * 2.8179403262e-6, 2) * (1 - beta * beta) / std::pow(beta, 4) * step / 3;
    CHECK(sigma.counted_once(energy * keV) == Approx(scale * sum).epsilon(1e-7));
    CHECK(sigma(energy * keV) == Approx(scale * weighted).epsilon(1e-7));
  }
}

TEST_CASE("other nuclei") {
  const Target iron{26, 55.845, 670, 8}, aluminium{13, 26.9815, 610, 12};
  for (const double energy : {50.0, 200.0, 1000.0, 1e5}) {
    CAPTURE(energy);
    CHECK(MigrationCrossSection(iron)(energy * keV) / units::barn ==
          Approx(printed_form(26, 55.845, 0.67, energy)).epsilon(1e-9));
    CHECK(MigrationCrossSection(aluminium)(energy * keV) / units::barn ==
          Approx(printed_form(13, 26.9815, 0.61, energy)).epsilon(1e-9));
  }
}

TEST_CASE("the threshold is where the greatest transfer is the migration energy, and all below is zero") {
  for (const Target target : {tungsten, Target{1, 1, 1e-3, 1}, Target{92, 238, 1e6, 6}}) {
    CAPTURE(target.mass_u);
    const MigrationCrossSection sigma(target);
    const double threshold = sigma.threshold();
    CHECK(sigma.max_transfer(threshold) == Approx(target.migration_energy).epsilon(1e-14));
    CHECK(sigma(threshold) == 0);
    for (const double share : {1e-300, 1e-3, 0.5, 1 - 1e-15}) CHECK(sigma(threshold * share) == 0);
    CHECK(sigma(threshold * (1 + 1e-6)) > 0);
  }
}

TEST_CASE("it rises from zero with the slope of Rutherford's cross-section just above the threshold") {
  // ln bracket: for X -> 1 it is (1 - beta^2)(1 - X), to first order.
  const MigrationCrossSection sigma(tungsten);
  const double energy = sigma.threshold() * (1 + 1e-7);
  const double x = 1780 / sigma.max_transfer(energy), beta2 = electron_speed_squared(energy);
  const double radius = 2.8179403262e-6;
  const double slope = pi * std::pow(74 * radius, 2) * std::pow((1 - beta2) / beta2, 2) * (1 - x);
  CHECK(sigma(energy) == Approx(slope).epsilon(1e-5));
}

TEST_CASE("electrons") {
  CHECK(electron_speed_squared(1e-3) == Approx(2e-3 / 510998.95e3).epsilon(1e-8));  // 2 E / m c^2
  CHECK(electron_speed_squared(510998.95e3) == Approx(0.75).epsilon(1e-15));
  CHECK(electron_speed_squared(1e18) == Approx(1).epsilon(1e-12));
}

TEST_CASE("Mott's exact cross-section: near for light nuclei, larger for heavy ones, and the weight T / E_mig") {
  int tungsten_rows = 0;
  for (const testing::CsvRow& row : testing::Csv("mott_reference.csv")) {
    CAPTURE(row.text());
    const double charge = row.number("charge_number"), energy = row.number("energy_keV");
    const Target target{charge, row.number("mass_u"), row.number("migration_energy_eV") * 1e3, 8};
    const double sigma = MigrationCrossSection(target)(energy * keV) / units::barn;
    CHECK(sigma == Approx(row.number("expanded_weighted")).epsilon(2e-6));
    const double excess = row.number("exact_weighted") / sigma;
    CHECK(excess > 1);
    if (charge == 13) CHECK(excess < 1.015);
    if (charge == 26) CHECK(excess < 1.05);
    if (charge != 74) continue;
    ++tungsten_rows;
    const auto said = [energy](double at_150, double at_300, double at_1000) {
      return energy == 150 ? at_150 : energy == 300 ? at_300 : at_1000;
    };
    if (energy == 500 || energy == 2000) continue;
    CHECK(excess == Approx(said(2.2, 1.9, 1.5)).epsilon(0.03));
    CHECK(sigma / row.number("expanded") == Approx(said(1.1, 1.5, 2.4)).epsilon(0.03));
  }
  CHECK(tungsten_rows == 5);
}
