#pragma once
/// \file Rates of leaving a trap or pins over temperature, over the constant prefactor of each model.

#include <functional>
#include <optional>

#include "slipburst/detrapping/sech2_barrier.hpp"

namespace slipburst::host {

struct EscapeRate {
  double over_prefactor;                                 ///< K if the model's prefactor is per K, else 1
  std::optional<double> effective_temperature_K = {};    ///< T or T_c
  std::optional<double> log_tunnelling_correction = {};  ///< ln of the rate over exp(-V0 / k_B T); none at 0 K
};

/// Rate at a temperature in K, not negative.
using EscapeRates = std::function<EscapeRate(double)>;

/// Thermal escape, T_c exp(-barrier / k_B T_c) in K. \param barrier  meV \param effective  T_c at a temperature, K
EscapeRates thermal_rates(double barrier, std::function<double(double)> effective);

/// exp(-barrier / k_B T). \param barrier  meV
EscapeRates arrhenius_rates(double barrier);

/// Tunnelling through a barrier and escape over it, see DeepTunnelling. The effective temperature is that at which
/// exp(-height / k_B T) equals the rate.
EscapeRates tunnelling_rates(const detrapping::Sech2Barrier& barrier, double well_energy);

/// Tunnelling of a pinned line, exp(-gamma eta) at any temperature.
EscapeRates mott_rates(double gamma, double eta);

/// Tunnelling and thermal escape of a pinned line, exp(-gamma eta) + exp(-barrier eta^exponent / k_B T_c).
struct PinnedLine {
  double gamma, eta;
  double barrier;                   ///< W0, meV
  double critical_temperature = 0;  ///< K, T_c = sqrt(critical_temperature^2 + T^2)
  double barrier_exponent = 1.5;
};
EscapeRates pinned_line_rates(const PinnedLine& line);

}  // namespace slipburst::host
