#pragma once
/// \file Transmission of a particle that tunnels through a smooth barrier.

#include <cmath>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::detrapping {

/// The barrier V0 sech^2(x/a), whose transmission is known exactly (Eckart; Landau and Lifshitz, Quantum Mechanics,
/// 25):
///
/// W = S / (S + C),  S = sinh^2(s),  s = 2 pi r sqrt(E / V0),  r = V0 / (hbar omega_b),  omega_b = sqrt(2 V0 / m) / a
/// C = cosh^2(c),  c = pi/2 sqrt(16 r^2 - 1), which for 4r < 1 is cos^2(pi/2 sqrt(1 - 16 r^2))
///
/// Computed as ln W = -ln(1 + C/S) from ln(C/S), whose difference c - s is computed as a single ratio: no term
/// overflows, and W keeps its digits down to the smallest double, ln W beyond. Uses the standard library: not for
/// numbers that must have fixed bits.
class Sech2Barrier {
 public:
  /// \param height  V0, meV \param width  a, nm \param mass_u  atomic mass units; all positive
  SLIPBURST_FUNCTION Sech2Barrier(double height, double width, double mass_u)
      : height_(height),
        energy_(units::hbar * ::sqrt(2 * height / (mass_u * units::mass_unit)) / width),
        r_(height / energy_) {}

  SLIPBURST_FUNCTION double height() const { return height_; }

  /// hbar omega_b of the curvature at the top, meV.
  SLIPBURST_FUNCTION double energy() const { return energy_; }

  /// hbar omega_b / (2 pi k_B), K: below this temperature tunnelling exceeds escape over the top.
  SLIPBURST_FUNCTION double crossover_temperature() const { return energy_ / (2 * math::pi * units::boltzmann); }

  /// ln W. \param energy  meV, not negative; -infinity at 0
  SLIPBURST_FUNCTION double log_transmission(double energy) const {
    const double root = ::sqrt(energy / height_);
    const double s = 2 * math::pi * r_ * root;
    if (!(s > 0)) return -HUGE_VAL;
    const double ratio = log_closed(energy, root, s) - ::log(-::expm1(-2 * s));  // ln sqrt(C/S)
    return ratio > 0 ? -2 * ratio - ::log1p(::exp(-2 * ratio)) : -::log1p(::exp(2 * ratio));
  }

  /// W. \param energy  meV, not negative
  SLIPBURST_FUNCTION double operator()(double energy) const { return ::exp(log_transmission(energy)); }

 private:
  /// ln(2 sqrt(C)) - s.
  SLIPBURST_FUNCTION double log_closed(double energy, double root, double s) const {
    const double less = 16 * r_ * r_;
    if (less < 1) {
      // cos(pi/2 y) = sin(pi/2 (1 - y)), y = sqrt(1 - 16 r^2), keeps its digits where y is nearly 1.
      return ::log(2 * ::sin(0.5 * math::pi * less / (1 + ::sqrt(1 - less)))) - s;
    }
    const double top = ::sqrt(1 - 1 / less);
    // c - s; the energy's distance from the top is exact.
    const double difference = 2 * math::pi * r_ * ((height_ - energy) / height_ - 1 / less) / (top + root);
    return difference + ::log1p(::exp(-4 * math::pi * r_ * top));
  }

  double height_, energy_, r_;
};

}  // namespace slipburst::detrapping
