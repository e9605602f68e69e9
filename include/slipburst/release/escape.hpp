#pragma once
/// \file Escape rate of a pinned line: tunnelling, and thermal escape beside it.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::release {

/// r(eta) = nu (exp(-Gamma eta) + exp(-W(eta) / (k_B T_eff))), W = W0 eta^p, in attempts nu per second.
///
/// The first term is Mott tunnelling, Romani (2024), Eqs. (2)-(3). The second is escape over the barrier, classical for
/// T_eff = T, with quantum fluctuations for T_eff = sqrt(tau_c^2 + T^2) (Arakawa et al., Eq. (2)); as T_eff -> 0 it
/// vanishes. All rates are kept as logarithms to base 2: they span hundreds of decades.
///
/// Other laws of escape belong here: the rest of the code uses only log2_rate, which must fall as eta rises, the two
/// rates that it is made of, and max_slope.
struct EscapeLaw {
  double log2_attempts;     ///< log2(nu s)
  double tunnelling;        ///< Gamma log2(e)
  double barrier_exponent;  ///< p

  /// \param eta      may be negative on the way past eta = 0: tunnelling goes on, as if with no barrier
  /// \param barrier  W0 / (k_B T_eff) log2(e); infinite without thermal escape
  /// \return log2 of the rate times one second: not limited, as steep ramps need its slope from any initial value
  SLIPBURST_FUNCTION double log2_rate(double eta, double barrier) const {
    return is_thermal(barrier) ? log2_thermal_rate(eta, barrier) : log2_tunnelling_rate(eta);
  }
  SLIPBURST_FUNCTION static bool is_thermal(double barrier) { return barrier < max_barrier; }
  /// Without thermal escape.
  SLIPBURST_FUNCTION double log2_tunnelling_rate(double eta) const { return log2_attempts + -tunnelling * eta; }
  /// With thermal escape.
  SLIPBURST_FUNCTION double log2_thermal_rate(double eta, double barrier) const {
    const double tunnels = -tunnelling * eta;
    const double thermal = eta > min_eta ? -barrier * math::exp2(barrier_exponent * math::log2(eta)) : 0.0;
    const double high = tunnels > thermal ? tunnels : thermal;
    const double low = tunnels > thermal ? thermal : tunnels;
    const double both = low - high > -max_bits ? high + math::log2(1.0 + math::exp2(low - high)) : high;
    return log2_attempts + both;
  }

  /// Bound of -d ln r / d eta; also where thermal escape exceeds tunnelling: W / (k_B T) < Gamma eta has a slope below
  /// p Gamma there.
  SLIPBURST_FUNCTION double max_slope() const {
    return tunnelling * math::ln2 * (barrier_exponent > 1.0 ? barrier_exponent : 1.0);
  }

  static constexpr double max_barrier = 1e300;
  static constexpr double min_eta = 1e-100;
  static constexpr double max_bits = 100;  ///< difference beyond which the smaller term changes nothing
};

}  // namespace slipburst::release
