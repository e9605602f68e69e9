#pragma once
/// \file Effective temperature T_c of thermal and zero-point motion together, exact for a density of phonon states.

#include <vector>

namespace slipburst::host {

/// (hbar omega / 2 k_B) coth(hbar omega / 2 k_B T), in K: T_c of phonons of one energy. At T = 0 it is
/// hbar omega / 2 k_B, for low energies it is T.
/// \param phonon_energy  meV, not negative \param temperature  K, not negative
double mode_temperature(double phonon_energy, double temperature);

/// T_c = <mode temperature> over the Debye density 3 omega^2 / omega_D^3. From 3/8 T_D at T = 0 it approaches T;
/// relative error below 1e-13. \param debye_temperature  K, positive \param temperature  K, not negative
double debye_effective_temperature(double debye_temperature, double temperature);

/// T_c = <mode temperature> over a tabulated density of states: straight lines between its points, zero outside.
class PhononDensity {
 public:
  /// \param energies   meV, rising, not negative, two or more
  /// \param densities  as many, in any unit, not negative, not all zero
  /// \throws std::invalid_argument otherwise
  PhononDensity(std::vector<double> energies, std::vector<double> densities);

  /// \param temperature  K, not negative \return K
  double effective_temperature(double temperature) const;

 private:
  std::vector<double> energies_, densities_;
  double total_;
};

}  // namespace slipburst::host
