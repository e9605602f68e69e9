#pragma once
/// \file Escape rate of a defect from a trap, by heat or by the zero-point motion of the lattice.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::detrapping {

/// T_c = sqrt(tau_c^2 + T^2), Arakawa et al., Eq. (2): the temperature of a classical lattice that would shake as much
/// as the quantum one at T. tau_c = 0 is the classical lattice. All in K, not negative.
SLIPBURST_FUNCTION inline double effective_temperature(double critical, double temperature) {
  return math::sqrt(math::fused(critical, critical, temperature * temperature));
}

/// Escape over a barrier much higher than k_B T, Arakawa et al., Eqs. (1), (2): Gamma = C k_B T exp(-barrier / k_B T),
/// with T_c in place of T for a quantum lattice. The factors C and k_B are left to the caller.
class ThermalEscape {
 public:
  /// \param barrier  meV, not negative
  SLIPBURST_FUNCTION explicit ThermalEscape(double barrier) : barrier_(barrier / units::boltzmann) {}

  /// exp(-barrier / k_B T), [1]: 1 without a barrier, 0 at T = 0 with one. Precondition: temperature >= 0, in K.
  SLIPBURST_FUNCTION double boltzmann_factor(double temperature) const {
    if (!(barrier_ > 0)) return 1;
    return temperature > 0 ? math::exp_minus(barrier_ / temperature) : 0;
  }

  /// Logarithm of boltzmann_factor(): minus infinity where the factor is 0.
  SLIPBURST_FUNCTION double log_boltzmann_factor(double temperature) const {
    if (!(barrier_ > 0)) return 0;
    return temperature > 0 ? -barrier_ / temperature : -__builtin_huge_val();
  }

  /// Gamma / (C k_B) = T exp(-barrier / k_B T), in K.
  SLIPBURST_FUNCTION double operator()(double temperature) const { return temperature * boltzmann_factor(temperature); }

 private:
  double barrier_;  // as a temperature, K
};

}  // namespace slipburst::detrapping
