#pragma once
/// \file How a force changes the speed of a line: Newton's law, or elastorelativistic dynamics.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::physics {

/// Newton's law lets lines pass the sound speed. In elastorelativistic dynamics (Romani 2024, Sec. V) the inertia grows
/// as gamma_v^3, gamma_v = (1 - v^2/c^2)^-1/2, so that v < c always and the kinetic energy is m* c^2 (gamma_v - 1).
/// What is integrated is q = gamma_v v, which a force changes as it would change v in Newton's law; there q is v.
template <class Real>
class Dynamics {
 public:
  /// \param sound_square  (v/c)^2 of reduced speed 1; 0 for Newton's law
  SLIPBURST_FUNCTION explicit Dynamics(Real sound_square) : sound_square_(sound_square) {}

  /// v of q.
  SLIPBURST_FUNCTION Real velocity(Real q) const { return sound_square_ > Real(0) ? q / gamma(q) : q; }
  /// Kinetic energy per mass: v^2 / 2, or c^2 (gamma_v - 1).
  SLIPBURST_FUNCTION Real kinetic(Real q) const {
    return sound_square_ > Real(0) ? q * q / (gamma(q) + Real(1)) : Real(0.5) * (q * q);
  }

 private:
  SLIPBURST_FUNCTION Real gamma(Real q) const { return math::sqrt(math::fused(sound_square_ * q, q, Real(1))); }

  Real sound_square_;
};

}  // namespace slipburst::physics
