#pragma once
/// \file Energy balance of a segment: the work of the stress, and the terms of the equations that radiate it.

#include "host/model/reduced_model.hpp"

namespace slipburst::host {

/// Shares of one channel's above-gap energy. All energies are per length of line, in eV/nm.
struct ChannelBalance {
  double radiation_force = 0;  ///< by the radiation force, Romani (2024), Eq. (17): -F_rad v
  double mass_term = 0;        ///< by the mass term, Romani (2024), Eq. (21): -(dm*/dt) k, k kinetic energy per mass
  double near_interface = 0;   ///< sum of both, emitted closer to the interface than core_distance_burgers b

  /// Share emitted near the interface; 0 without emission.
  double near_share() const {
    const double total = radiation_force + mass_term;
    return total > 0 ? near_interface / total : 0;
  }
};

/// Distance, in Burgers vectors, below which linear elasticity and the mass law are in doubt.
inline constexpr double core_distance_burgers = 5;

struct EnergyBalance {
  exec::SegmentResult result;  ///< of the full ring-down, reduced
  ChannelBalance crystal, film;
  /// Work that the stress does against the image force between release and equilibrium, Romani (2024), Eqs. (18)-(19):
  /// tau b (h - x_eq) - kappa T0 K ln(h/x_eq).
  double work = 0;
  double radiated = 0;  ///< crystal and film, above and below the gap

  double residual() const { return work - radiated; }
};

/// Integrates a segment to its rest and books its energy. A segment at rest from the start has a balance of zeros.
/// \param stress  meV/nm^3
/// \param burgers nm
EnergyBalance energy_balance(const ReducedModel& model, const exec::SegmentControls& controls, double burgers,
                             double height_nm, double stress);

}  // namespace slipburst::host
