#pragma once
/// \file Radiated power of a moving segment.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::physics {

/// Romani (2024), Eq. (21) with the sign that conserves energy, reduced and per length:
/// P = (pi/2) e^-L v^2 - (dL/dt) k, dL/dt = L v / ((L - 1/2) y), zero where L is held.
/// \param kinetic  k, per mass: v^2 / 2 where Newton's law holds  \param frequency  e^-L
SLIPBURST_FUNCTION inline double radiated_power(double distance, double speed, double kinetic, double logarithm,
                                                double frequency, bool frozen) {
  const double mass_rate = frozen ? 0.0 : logarithm * speed / ((logarithm - 0.5) * distance);
  return math::fused(math::pi / 2 * frequency, speed * speed, -mass_rate * kinetic);
}

}  // namespace slipburst::physics
