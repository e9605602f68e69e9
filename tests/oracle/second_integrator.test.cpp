// A second integrator that shares no code with the engine: physical units, Boost's Lambert W at every evaluation,
// Boost.Odeint's Fehlberg 7(8) pair, and events located by bisection on repeated steps.
#include <doctest/doctest.h>

#include <array>
#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>
#include <cmath>
#include <random>

#include "support/cases.hpp"
#include "support/segments.hpp"

using namespace slipburst;
namespace odeint = boost::numeric::odeint;

namespace {

using State = std::array<double, 2>;  // x in nm, v in nm/ps

/// Romani (2024), Eqs. (15)-(24), appendix reading, as printed; nm, ps, eV.
class Reference {
 public:
  Reference(const host::Case& c, double stress_MPa)
      : film_(c.film.shear_modulus * 1e-3),
        b_(c.film.burgers),
        sound_(c.film.sound_speed),
        contrast_((c.substrate.shear_modulus - c.film.shear_modulus) /
                  (c.substrate.shear_modulus + c.film.shear_modulus)),
        line_(film_ * b_ * b_ / (4 * pi)),
        drive_(stress_MPa * 6.241509074460763e-3 * b_),
        gap_(c.film.pair_breaking_energy * 1e-3) {}

  double logarithm(double x) const {
    const double argument = -4 * gamma * gamma * contrast_ * b_ * b_ / (x * x);
    return argument > -std::exp(-1.0) ? -0.5 * boost::math::lambert_wm1(argument) : 0.5;
  }
  double omega(double x) const { return sound_ / (gamma * b_) * std::exp(-logarithm(x)); }

  /// Phase of the motion, which changes at an event: direction, side of the gap, whether the mass is held.
  struct Phase {
    bool approaching, above_gap, held;
    bool operator==(const Phase&) const = default;
  };
  Phase phase(const State& s) const { return {s[1]<0, hbar * omega(s[0])> gap_, logarithm(s[0]) == 0.5}; }

  void operator()(const State& s, State& rate, double) const {
    const double mass = line_ / (sound_ * sound_) * logarithm(s[0]);
    const double radiation = -film_ * b_ * b_ * omega(s[0]) * s[1] / (8 * sound_ * sound_);
    rate = {s[1], (radiation + line_ * contrast_ / s[0] - drive_) / mass};
  }
  double energy(const State& s) const {
    return 0.5 * line_ / (sound_ * sound_) * logarithm(s[0]) * s[1] * s[1] + drive_ * s[0] -
           line_ * contrast_ * std::log(s[0]);
  }
  double equilibrium() const { return line_ * contrast_ / drive_; }

 private:
  static constexpr double pi = 3.14159265358979323846, gamma = 1.78;
  static constexpr double hbar = 6.582119569509066e-4;  // eV ps
  double film_, b_, sound_, contrast_, line_, drive_, gap_;
};

struct Energies {
  double crystal_above = 0, film_above = 0, crystal_total = 0, film_total = 0;
};

/// The first moment within (0, size] at which one step from `state` ends in another phase; `end` becomes its state.
void find_event(const Reference& motion, odeint::runge_kutta_fehlberg78<State>& stepper, const State& state,
                const Reference::Phase& phase, double size, State& end) {
  double low = 0, high = size;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    State trial = state;
    stepper.do_step(motion, trial, 0.0, middle);
    if (motion.phase(trial) == phase) {
      low = middle;
    } else {
      high = middle;
      end = trial;
    }
  }
}

Energies ring_down(const Reference& motion, double height_nm) {
  Energies sum;
  State state{height_nm, 0};
  const double rest = motion.energy({motion.equilibrium(), 0});
  double energy = motion.energy(state), size = 0.1;
  const double enough = 1e-12 * (energy - rest);
  Reference::Phase phase{true, motion.phase(state).above_gap, false};
  odeint::runge_kutta_fehlberg78<State> stepper;
  auto controlled = odeint::make_controlled(1e-15, 1e-12, stepper);
  while (energy - rest > enough) {
    State next = state;
    double time = 0;
    while (controlled.try_step(motion, next, time, size) != odeint::success) {
    }
    const Reference::Phase before = phase;
    if (!(motion.phase(next) == before)) {
      find_event(motion, stepper, state, before, time, next);
      phase = motion.phase(next);
    }
    state = next;
    const double drop = energy - motion.energy(state);
    energy -= drop;
    (before.approaching ? sum.crystal_total : sum.film_total) += drop;
    if (before.above_gap) (before.approaching ? sum.crystal_above : sum.film_above) += drop;
  }
  return sum;
}

}  // namespace

TEST_CASE("the engine agrees with a second integrator") {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int i = 0; i < 20; ++i) {
    const host::Case c = testing::make_case({i % 4 == 0 ? "substrate.material=CaWO4" : "substrate.material=Si"});
    const double height_nm = 15 * std::pow(20, unit(random)), stress_MPa = 35 + 60 * unit(random);
    CAPTURE(c.substrate.material);
    CAPTURE(height_nm);
    CAPTURE(stress_MPa);
    const Energies reference = ring_down(Reference(c, stress_MPa), height_nm);
    const auto s = testing::run_segment(c, height_nm, stress_MPa);
    CHECK(s.crystal_above == doctest::Approx(reference.crystal_above).epsilon(1e-6));
    CHECK(s.film_above == doctest::Approx(reference.film_above).epsilon(1e-6));
    CHECK(s.crystal_total == doctest::Approx(reference.crystal_total).epsilon(1e-6));
    CHECK(s.film_total == doctest::Approx(reference.film_total).epsilon(1e-6));
  }
}
