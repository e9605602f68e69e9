#pragma once
/// \file Escape through and over a barrier, summed over all energies.

#include "slipburst/detrapping/sech2_barrier.hpp"

namespace slipburst::host {

/// The rate Gamma = (h Z0)^-1 int W(E) exp(-E / k_B T) dE at which a particle leaves its well through a sech^2 barrier,
/// over omega_0 / 2 pi, the frequency of its motion in the well.
///
/// Classical well: Z0 = k_B T / hbar omega_0, all energies from 0; the quotient then does not depend on omega_0, and
/// far above the crossover it is exp(-V0 / k_B T). Quantum well: Z0 = 1 / (2 sinh(hbar omega_0 / 2 k_B T)), energies
/// from that of the ground state, hbar omega_0 / 2. Both quotients go to zero with T, as the number of states in the
/// formula is continuous.
///
/// Logarithms throughout, so that no temperature overflows; relative error of a rate below 1e-10 while it is above
/// 1e-300.
class DeepTunnelling {
 public:
  /// \param well_energy  hbar omega_0, meV, positive; 0 for the classical well
  explicit DeepTunnelling(const detrapping::Sech2Barrier& barrier, double well_energy = 0)
      : barrier_(barrier), well_energy_(well_energy) {}

  /// ln(2 pi Gamma / omega_0). \param temperature  K, not negative; -infinity at 0
  double log_rate(double temperature) const;

  /// ln kappa, kappa being the rate over the classical omega_0 / 2 pi exp(-V0 / k_B T). \param temperature  K, positive
  double log_correction(double temperature) const;

 private:
  detrapping::Sech2Barrier barrier_;
  double well_energy_;
};

}  // namespace slipburst::host
