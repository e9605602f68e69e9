#include "slipburst/physics/equation_of_motion.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "slipburst/physics/radiation.hpp"

namespace physics = slipburst::physics;
namespace math = slipburst::math;
using Motion = physics::EquationOfMotion<double, true>;

namespace {

constexpr double image = 0.5, stress = 0.06;
const physics::Dynamics<double> newtonian(0);

/// State at a logarithm L with speed v.
Motion::State state_at(double logarithm, double v) {
  return {{std::exp(logarithm) / std::sqrt(logarithm), v, std::sqrt(logarithm), 0}};
}

double energy(const Motion::State& s) {
  return 0.5 * s[physics::root] * s[physics::root] * s[physics::speed] * s[physics::speed] +
         stress * s[physics::distance] - image * std::log(s[physics::distance]);
}

}  // namespace

TEST_CASE("the stretched equation is the equation of motion") {
  const Motion motion(image, stress, newtonian);
  for (const double logarithm : {0.6, 1.0, 2.4, 5.0}) {
    for (const double v : {-1.3, 0.0, 0.4}) {
      const Motion::State s = state_at(logarithm, v), rate = motion(s);
      const double y = s[physics::distance], stretch = logarithm - 0.5;
      const double force = image / y - stress - math::pi / 2 * std::exp(-logarithm) * v;
      CHECK(rate[physics::time] == doctest::Approx(stretch));
      CHECK(rate[physics::distance] == doctest::Approx(stretch * v));
      CHECK(rate[physics::speed] == doctest::Approx(stretch * force / logarithm).epsilon(1e-13));
      // dL/dt = 2 L v / (y (2 L - 1)), L = p^2
      CHECK(2 * s[physics::root] * rate[physics::root] ==
            doctest::Approx(stretch * 2 * logarithm * v / (y * (2 * logarithm - 1))).epsilon(1e-13));
    }
  }
}

TEST_CASE("below the least distance the mass is held") {
  const Motion motion(image, stress, newtonian, true);
  const Motion::State s{{1.0, -0.5, std::sqrt(0.5), 0}}, rate = motion(s);
  CHECK(rate[physics::time] == 1);
  CHECK(rate[physics::distance] == -0.5);
  CHECK(rate[physics::root] == 0);
  CHECK(rate[physics::speed] == doctest::Approx((image - stress + math::pi / 4 * std::exp(-0.5)) / 0.5).epsilon(1e-14));
}

TEST_CASE("the radiated power is the loss of mechanical energy") {
  for (const double logarithm : {0.7, 1.0, 2.4, 5.0}) {
    for (const double v : {-1.3, -0.2, 0.4}) {
      const Motion motion(image, stress, newtonian);
      const Motion::State s = state_at(logarithm, v);
      const Motion::State rate = motion(s);
      const double step = 1e-5;
      Motion::State ahead = s, behind = s;
      for (int i = 0; i < 4; ++i) {
        ahead[i] += step * rate[i];
        behind[i] -= step * rate[i];
      }
      const double loss = (energy(behind) - energy(ahead)) / (2 * step * rate[physics::time]);
      CHECK(physics::radiated_power(s[physics::distance], v, 0.5 * v * v, logarithm, std::exp(-logarithm), false) ==
            doctest::Approx(loss).epsilon(1e-7));
    }
  }
}

TEST_CASE("mechanical energy") {
  const physics::MechanicalEnergy<double> mechanical{image, stress, newtonian};
  const Motion::State s = state_at(2, -0.7);
  CHECK(mechanical.kinetic(s[physics::speed], s[physics::root]) + mechanical.potential(s[physics::distance]) ==
        doctest::Approx(energy(s)).epsilon(1e-14));
}
