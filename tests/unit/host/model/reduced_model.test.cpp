#include "host/model/reduced_model.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "slipburst/physics/effective_mass.hpp"
#include "slipburst/units/constants.hpp"
#include "support/cases.hpp"

using namespace slipburst;

namespace {

host::ReducedModel model_of(const std::vector<std::string>& overrides) {
  const host::Case c = testing::make_case(overrides);
  return host::reduce(c);
}

double kink_MPa(const host::ReducedModel& model) { return model.gap_stress * model.stress_unit / units::megapascal; }

}  // namespace

TEST_CASE("constants of aluminium on silicon, Romani (2024), Sec. V") {
  const host::ReducedModel model = model_of({});
  const double contrast = 26.0 / 76;  // K
  CHECK(std::abs(contrast - 0.342105) < 5e-7);
  CHECK(std::abs(model.energy_eV_per_nm / (2 * contrast) - 1.01567) < 5e-6);              // T0, eV/nm
  CHECK(std::abs(model.length_nm / std::sqrt(2 * contrast) - 0.50908) < 5e-6);            // gamma b, nm
  CHECK(model.time_ps == doctest::Approx(1.78 * 0.286 / 3.04).epsilon(1e-14));            // gamma b / c
  CHECK(model.speed_over_ct == doctest::Approx(std::sqrt(2 * contrast)).epsilon(1e-14));  // sqrt(kappa' K)
  CHECK(std::abs(model.max_phonon_meV - 2.384) < 5e-4);
  CHECK(model.segment.image == 0.5);
  CHECK_FALSE(model.silent());
}

TEST_CASE("the least distance of each reading") {
  CHECK(std::abs(model_of({}).min_distance_nm - 0.98185) < 5e-6);
  CHECK(std::abs(model_of({"model.reading=consistent"}).min_distance_nm - 0.69427) < 5e-6);
  CHECK(std::abs(model_of({"model.reading=equation7"}).min_distance_nm - 0.98185) < 5e-6);
}

TEST_CASE("tau*: the stress that puts the equilibrium at the gap distance") {
  CHECK(std::abs(kink_MPa(model_of({})) - 65.46) < 5e-3);
  CHECK(std::abs(kink_MPa(model_of({"substrate.material=Ge"})) - 55.1) < 5e-2);
  CHECK(std::abs(kink_MPa(model_of({"substrate.material=CaWO4"})) - 49.2) < 5e-2);
  CHECK(std::abs(kink_MPa(model_of({"film.material=Cu"})) - 42.3) < 5e-2);
}

TEST_CASE("at the gap distance a phonon has the gap's energy") {
  for (const char* gap : {"0.1 meV", "0.36 meV", "2 meV"}) {
    const host::ReducedModel model = model_of({std::string("film.pair_breaking_energy=") + gap});
    const double frequency = std::exp(-model.segment.gap_logarithm);
    CHECK(frequency / physics::max_frequency * model.max_phonon_meV == doctest::Approx(std::stod(gap)).epsilon(1e-12));
    CHECK(physics::logarithm_at(model.segment.gap_distance) ==
          doctest::Approx(model.segment.gap_logarithm).epsilon(1e-12));
  }
}

TEST_CASE("a gap beyond every phonon is silent") {
  CHECK_FALSE(model_of({"film.pair_breaking_energy=2.38 meV"}).silent());
  const host::ReducedModel model = model_of({"film.pair_breaking_energy=2.39 meV"});
  CHECK(model.silent());
  CHECK(model.segment.gap_distance == 0);
}

TEST_CASE("heights and stresses are scaled back and forth") {
  const host::ReducedModel model = model_of({});
  const exec::Segment segment = model.segment_at(50, 45 * units::megapascal);
  CHECK(segment.start * model.length_nm == doctest::Approx(50).epsilon(1e-15));
  CHECK(segment.stress * model.stress_unit == doctest::Approx(45 * units::megapascal).epsilon(1e-15));
  // s = 4 pi gamma tau / (mu_f sqrt(kappa' K))
  CHECK(segment.stress == doctest::Approx(4 * math::pi * 1.78 * 0.045 / 25 / std::sqrt(2 * 26.0 / 76)).epsilon(1e-12));
}

TEST_CASE("controls take what the numerics say") {
  host::Numerics numerics;
  numerics.relative_tolerance = 1e-7;
  numerics.step_budget = 77;
  numerics.fixed_step = 0.25;
  exec::SegmentControls controls = host::segment_controls(numerics, exec::Extent::full);
  CHECK(controls.relative_tolerance == 1e-7);
  CHECK(controls.step_budget == 77);
  CHECK(controls.fixed_step == 0);  // adaptive
  CHECK(controls.extent == exec::Extent::full);
  numerics.mode = host::StepMode::fixed;
  controls = host::segment_controls(numerics, exec::Extent::above_gap);
  CHECK(controls.fixed_step == 0.25);
}
