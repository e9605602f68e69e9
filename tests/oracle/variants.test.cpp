// The model's variants: known values, limits, and tables against direct integration.
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include "host/lines/line_energy.hpp"
#include "host/lines/phonon_list.hpp"
#include "host/lines/segment_record.hpp"
#include "host/lines/table_line_energy.hpp"
#include "host/quadrature/exact.hpp"
#include "host/table/event_model.hpp"
#include "host/table/segment_curves.hpp"
#include "slipburst/units/constants.hpp"
#include "support/long_tests.hpp"
#include "support/spectra.hpp"

using namespace slipburst;

namespace {

host::Case variant(std::vector<std::string> overrides) {
  overrides.insert(overrides.end(), {"table.tolerance=1e-3", "numerics.relative_tolerance=1e-7"});  // quick to build
  return testing::make_case(overrides);
}

double crystal_eV_per_nm(const host::Case& c, double height_nm, double stress_MPa) {
  const host::ReducedModel model = host::reduce(c);
  return host::integrate_segment(host::PreparedCase(c), height_nm, stress_MPa * units::megapascal, false)
             .result.crystal_above *
         model.energy_eV_per_nm;
}

void check_table(const std::vector<std::string>& overrides) {
  CAPTURE(overrides);
  const host::PreparedCase c(variant(overrides));
  const host::Table table = testing::build_table(c);
  for (const auto& [height, stress] : {std::pair{30.0, 58.0}, {100.0, 60.0}, {61.0, 33.3}, {200.0, 20.0}}) {
    const host::LineEnergy direct = host::line_energy(c, height, stress * units::megapascal);
    const host::TabulatedEnergy tabulated = host::table_line_energy(c, table, height, stress * units::megapascal);
    CHECK(direct.crystal_above_gap_eV > 0.01);
    CHECK(tabulated.crystal_eV == doctest::Approx(direct.crystal_above_gap_eV).epsilon(1e-3));
    CHECK(tabulated.film_eV == doctest::Approx(direct.film_above_gap_eV).epsilon(1e-3));
  }
}

}  // namespace

TEST_CASE("elastorelativistic dynamics: known energies, no line passes the sound speed") {
  const host::PreparedCase c(testing::make_case({"model.dynamics=elastorelativistic"}));
  CHECK(std::abs(crystal_eV_per_nm(c, 50, 45) - 0.4427) < 1e-4);
  CHECK(std::abs(crystal_eV_per_nm(c, 65, 60) - 1.4596) < 1e-4);
  const host::ReducedModel& model = c.model();
  for (const double height_nm : {100.0, 500.0, 2000.0}) {
    const auto result = host::integrate_segment(c, height_nm, 60 * units::megapascal, false).result;
    CHECK(result.max_speed * model.speed_over_ct < 1);
    CHECK(result.max_speed * model.speed_over_ct > 0.9);
    // Total radiated energy is the drop of mechanical energy to rest.
    const exec::Segment segment = model.segment_at(height_nm, 60 * units::megapascal);
    const double rest = model.segment.image / segment.stress;
    const double drop = segment.stress * (segment.start - rest) - model.segment.image * std::log(segment.start / rest);
    CHECK(result.crystal_above + result.crystal_below + result.film_above + result.film_below ==
          doctest::Approx(drop).epsilon(1e-8));
  }
}

TEST_CASE("slow lines do not feel the sound speed") {
  // Scaling the sound speed out of reach recovers Newton's law, quadratically in its inverse.
  const host::Case c = testing::make_case();
  const host::ReducedModel model = host::reduce(c);
  const exec::Segment segment = model.segment_at(50, 45 * units::megapascal);
  const exec::SegmentControls controls = host::segment_controls(c.numerics, exec::Extent::above_gap);
  const double newton = exec::SegmentExecutor<double>(model.segment, controls)(segment).crystal_above;
  double last = 0;
  for (const double slowness : {0.1, 0.01}) {
    exec::SegmentModel limited = model.segment;
    limited.sound_square = slowness * slowness * model.speed_over_ct * model.speed_over_ct;
    const double change = exec::SegmentExecutor<double>(limited, controls)(segment).crystal_above / newton - 1;
    if (last > 0) CHECK(last / change == doctest::Approx(100).epsilon(0.02));
    last = change;
  }
  CHECK(std::abs(last) < 1e-4);
}

TEST_CASE("tables of other line shapes") {
  SUBCASE("quadratic") { check_table({"pinning.shape=quadratic"}); }
  SUBCASE("arched") { check_table({"pinning.shape=arched"}); }
  SUBCASE("offset") { check_table({"pinning.offset=0.4"}); }
  SUBCASE("level") { check_table({"pinning.offset=1"}); }
}

TEST_CASE("a level line has the energy of its segments") {
  const host::PreparedCase c(testing::make_case({"pinning.offset=1"}));
  const host::LineEnergy line = host::line_energy(c, 65, 60 * units::megapascal);
  CHECK(line.crystal_above_gap_eV == doctest::Approx(line.line_length_nm * crystal_eV_per_nm(c, 65, 60)).epsilon(1e-7));
}

TEST_CASE("a table of elastorelativistic dynamics") { check_table({"model.dynamics=elastorelativistic"}); }

TEST_CASE("a sensor that sees all phonons sees all the energy there is") {
  const host::PreparedCase c(testing::make_case({"detector.subgap_efficiency=1"}));
  for (const auto& [height, stress] : {std::pair{30.0, 58.0}, {100.0, 60.0}, {200.0, 20.0}, {12.0, 45.0}}) {
    const host::LineEnergy line = host::line_energy(c, height, stress * units::megapascal);
    CHECK(line.crystal_above_gap_eV + line.film_above_gap_eV ==
          doctest::Approx(host::radiated_energy_eV(c, height, stress * units::megapascal)).epsilon(1e-6));
  }
  check_table({"detector.subgap_efficiency=1"});
}

namespace {

/// Lines in both zones, on both sides of the height where above-gap emission begins and just around it; a thin film
/// makes the table quick to build.
void check_zones(const std::string& efficiency) {
  const host::PreparedCase c(testing::make_case(
      {"detector.subgap_efficiency=" + efficiency, "pinning.spacing=150 nm", "film.thickness=400 nm"}));
  CAPTURE(efficiency);
  const host::ReducedModel& model = c.model();
  const host::SegmentCurves curves(model, c->numerics);
  const host::Table table = testing::build_table(c);
  CHECK(table.accuracy.max_relative_error <= 5e-5);
  CHECK(static_cast<bool>(table.lower) == (efficiency != "1"));
  int compared[2] = {0, 0};
  const auto check = [&](double height_nm, double stress_MPa, bool above) {
    if (height_nm > 400) return;
    CAPTURE(stress_MPa);
    CAPTURE(height_nm);
    const host::LineEnergy direct = host::line_energy(c, height_nm, stress_MPa * units::megapascal);
    const host::TabulatedEnergy line = host::table_line_energy(c, table, height_nm, stress_MPa * units::megapascal);
    if (direct.crystal_above_gap_eV > 1e-3) {
      ++compared[above];
      CHECK(line.crystal_eV == doctest::Approx(direct.crystal_above_gap_eV).epsilon(1e-4));
    }
    if (direct.film_above_gap_eV > 1e-3) CHECK(line.film_eV == doctest::Approx(direct.film_above_gap_eV).epsilon(1e-4));
  };
  for (const double stress_MPa : {59.9, 57.3, 44.0, 31.7, 20.3, 9.1}) {
    const double stress = stress_MPa * units::megapascal / model.stress_unit;
    const double border_nm = curves.gap_height(stress) * model.length_nm;
    const double rest_nm = curves.lowest_height(stress) * model.length_nm;
    for (const double part : {0.1, 0.4, 0.8}) check(rest_nm + part * (border_nm - rest_nm), stress_MPa, false);
    for (const double step : {1e-9, 1e-4, 3e-3, 0.03}) {
      check(border_nm * (1 - step), stress_MPa, false);
      check(border_nm * (1 + step), stress_MPa, true);
    }
    for (const double factor : {1.2, 1.7, 4.0}) check(border_nm * factor, stress_MPa, true);
    CHECK(host::table_line_energy(c, table, 0.999 * rest_nm, stress_MPa * units::megapascal).crystal_eV == 0);
  }
  // No line reaches the gap here.
  if (table.lower) check(390, 0.95 * table.first_stress * model.stress_unit / units::megapascal, false);
  CHECK(compared[0] > 15);
  CHECK(compared[1] > 25);
}

}  // namespace

TEST_CASE("tables with a share of the energy below the gap") {
  for (const char* efficiency : {"1", "0.1"}) check_zones(efficiency);
  if (!testing::long_tests()) return;
  for (const char* efficiency : {"0.5", "0.01"}) check_zones(efficiency);
}

TEST_CASE("a share of the energy where no phonon is above the gap") {
  const host::PreparedCase c(
      testing::make_case({"detector.subgap_efficiency=0.3", "film.pair_breaking_energy=2.5 meV", "table.tolerance=1e-3",
                          "pinning.spacing=150 nm", "film.thickness=100 nm"}));
  const host::Table table = testing::build_table(c);
  CHECK_FALSE(table.lower);
  const host::LineEnergy direct = host::line_energy(c, 60, 50 * units::megapascal);
  const host::TabulatedEnergy line = host::table_line_energy(c, table, 60, 50 * units::megapascal);
  CHECK(line.crystal_eV == doctest::Approx(direct.crystal_above_gap_eV).epsilon(1e-3));
  CHECK(direct.crystal_above_gap_eV + direct.film_above_gap_eV ==
        doctest::Approx(0.3 * host::radiated_energy_eV(c, 60, 50 * units::megapascal)).epsilon(1e-6));
}

TEST_CASE("below-gap sensitivity is linear, and none is the default") {
  const auto energy = [](const std::string& efficiency) {
    return host::line_energy(host::PreparedCase(testing::make_case({"detector.subgap_efficiency=" + efficiency})), 60,
                             50 * units::megapascal)
        .crystal_above_gap_eV;
  };
  const double none =
      host::line_energy(host::PreparedCase(testing::make_case()), 60, 50 * units::megapascal).crystal_above_gap_eV;
  CHECK(energy("0") == none);
  CHECK(energy("0.25") == doctest::Approx(0.75 * none + 0.25 * energy("1")).epsilon(1e-6));
}

TEST_CASE("grains: large ones limit nothing, ones smaller than the shortest line stop all") {
  const host::Table& table = testing::default_table();
  const double thresholds[] = {0, 1};
  const auto counts = [&](const std::vector<std::string>& overrides) {
    return testing::sample(testing::make_case(overrides), table, thresholds, 3, 200'000);
  };
  CHECK(counts({"grain.median=1 m"}).counts == counts({}).counts);
  // 119 nm: alpha mu_f b over the greatest stress, 60 MPa.
  const testing::Spectrum none = counts({"grain.median=119.1 nm", "grain.sigma=0"});
  CHECK(none.rejected() == none.events);
  const testing::Spectrum some = counts({"grain.median=125 nm", "grain.sigma=0"});
  CHECK(some.rejected() < some.events);
  CHECK(some.share(0, 1) > 0);
  // With one grain size d, stresses above alpha mu_f b / d remain: P = sqrt(1 - 2 tau / sigma0).
  CHECK(1 - static_cast<double>(some.rejected()) / 200'000 ==
        doctest::Approx(std::sqrt(1 - 119.1667 / 125)).epsilon(0.02));
}

TEST_CASE("one size of grain is the limit of a narrow distribution") {
  const host::Table& table = testing::default_table();
  const auto exact = [&](const std::string& sigma) {
    const host::PreparedCase c(testing::make_case({"grain.median=140 nm", "grain.sigma=" + sigma}));
    const exec::EventModel model = host::event_model(c, {});
    return host::integrate_spectrum(model, host::log2_unit_eV(c), table, host::table_slices(model, table),
                                    host::bin_edges_eV(c->histogram), {});
  };
  const host::ExactSpectrum one = exact("0"), narrow = exact("0.01");
  CHECK(narrow.channel[0].above[0] == doctest::Approx(one.channel[0].above[0]).epsilon(5e-3));
  CHECK(narrow.channel[0].mean_eV == doctest::Approx(one.channel[0].mean_eV).epsilon(5e-3));
  CHECK(narrow.rejected == doctest::Approx(one.rejected).epsilon(5e-3));
}
