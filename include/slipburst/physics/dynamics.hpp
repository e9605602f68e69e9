#pragma once
/// \file Response of a line's speed to a force: Newton's law, or elastorelativistic dynamics.
///
/// The variable of integration is q: a force changes q as it would change the speed v in Newton's law.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::physics {

/// Newton's law lets lines pass the sound speed: q is v.
template <class Real>
struct NewtonianDynamics {
  SLIPBURST_FUNCTION explicit NewtonianDynamics(Real /*sound_square*/ = 0) {}

  SLIPBURST_FUNCTION Real velocity(Real q) const { return q; }
  /// Kinetic energy per mass.
  SLIPBURST_FUNCTION Real kinetic(Real q) const { return Real(0.5) * (q * q); }
  /// q of a kinetic energy per mass.
  SLIPBURST_FUNCTION Real at_kinetic(Real kinetic) const { return math::sqrt(Real(2) * kinetic); }
};

/// The inertia grows as gamma_v^3, gamma_v = (1 - v^2/c^2)^-1/2, so that v < c always and the kinetic energy is
/// m* c^2 (gamma_v - 1) (Romani 2024, Sec. V): q is gamma_v v.
template <class Real>
class ElastorelativisticDynamics {
 public:
  /// \param sound_square  (v/c)^2 of reduced speed 1
  SLIPBURST_FUNCTION explicit ElastorelativisticDynamics(Real sound_square) : sound_square_(sound_square) {}

  SLIPBURST_FUNCTION Real velocity(Real q) const { return q / gamma(q); }
  /// Kinetic energy per mass.
  SLIPBURST_FUNCTION Real kinetic(Real q) const { return q * q / (gamma(q) + Real(1)); }
  /// q of a kinetic energy per mass: q^2 = kinetic (gamma_v + 1), gamma_v = 1 + kinetic / c^2.
  SLIPBURST_FUNCTION Real at_kinetic(Real kinetic) const {
    return math::sqrt(kinetic * math::fused(kinetic, sound_square_, Real(2)));
  }

 private:
  SLIPBURST_FUNCTION Real gamma(Real q) const { return math::sqrt(math::fused(sound_square_ * q, q, Real(1))); }

  Real sound_square_;
};

/// Law selected at run time by the case, for code where the selection costs no noticeable time.
template <class Real>
class Dynamics {
 public:
  /// \param sound_square  (v/c)^2 of reduced speed 1; 0 for Newton's law
  SLIPBURST_FUNCTION explicit Dynamics(Real sound_square) : sound_square_(sound_square) {}

  SLIPBURST_FUNCTION Real velocity(Real q) const {
    return sound_square_ > Real(0) ? ElastorelativisticDynamics<Real>(sound_square_).velocity(q)
                                   : NewtonianDynamics<Real>().velocity(q);
  }
  SLIPBURST_FUNCTION Real kinetic(Real q) const {
    return sound_square_ > Real(0) ? ElastorelativisticDynamics<Real>(sound_square_).kinetic(q)
                                   : NewtonianDynamics<Real>().kinetic(q);
  }
  SLIPBURST_FUNCTION Real at_kinetic(Real kinetic) const {
    return sound_square_ > Real(0) ? ElastorelativisticDynamics<Real>(sound_square_).at_kinetic(kinetic)
                                   : NewtonianDynamics<Real>().at_kinetic(kinetic);
  }

 private:
  Real sound_square_;
};

}  // namespace slipburst::physics
