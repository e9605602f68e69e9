#pragma once
/// \file Jumps of vacancies under an electron beam, by the energy of its electrons.

#include <optional>
#include <span>
#include <vector>

#include "slipburst/detrapping/beam.hpp"

namespace slipburst::host {

/// Electrons of one energy.
struct BeamRate {
  double energy;                          ///< meV
  double max_transfer;                    ///< largest energy that an electron can transfer, meV
  double cross_section;                   ///< for the jump of a vacancy, nm^2
  std::optional<double> vacancy_jump_Hz;  ///< absent without a flux
};

/// \param energies  meV, positive \param flux  per nm^2 and ps
std::vector<BeamRate> beam_rates(const detrapping::Target& target, std::span<const double> energies,
                                 std::optional<double> flux);

/// alpha Z, in which the cross-section is expanded.
inline double coupling(const detrapping::Target& target) { return units::fine_structure * target.charge_number; }

}  // namespace slipburst::host
