#pragma once
/// \file Reduced form of a case's physical constants, which the kernels integrate.

#include "host/case/case.hpp"
#include "slipburst/exec/segment_executor.hpp"
#include "slipburst/physics/pinning.hpp"

namespace slipburst::host {

/// Scales of the reduced form (see slipburst/physics/equation_of_motion.hpp), with the constants all segments share.
struct ReducedModel {
  exec::SegmentModel segment;
  double length_nm;         ///< gamma b sqrt(kappa' K)
  double time_ps;           ///< gamma b / c
  double energy_eV_per_nm;  ///< kappa' K T0
  double stress_unit;       ///< mu_f sqrt(kappa' K) / (4 pi gamma), meV/nm^3
  double speed_over_ct;     ///< sqrt(kappa' K): reduced speed to v/c
  double gap_stress;  ///< reduced tau*: the stress whose equilibrium distance is the gap distance; 1 if no phonon is
                      ///< above the gap
  double min_distance_nm;    ///< x_min, where L = 1/2
  double max_phonon_meV;     ///< hbar omega(x_min)
  double subgap_efficiency;  ///< share of the below-gap energy that counts

  /// Whether no phonon ever counts.
  bool silent() const { return segment.gap_distance == 0 && subgap_efficiency == 0; }
  /// Whether the sensor sees phonons on both sides of the gap, but not alike: line energies change at the height where
  /// above-gap emission begins.
  bool mixed() const { return segment.gap_distance > 0 && subgap_efficiency > 0 && subgap_efficiency < 1; }
  exec::Segment segment_at(double height_nm, double stress) const {
    return {height_nm / length_nm, stress / stress_unit};
  }
};

/// Reduces the constants of a case. Precondition: a validated case (mu_s > mu_f, all positive).
/// Romani (2024), Eqs. (15)-(20); gamma is the e^Euler constant as the paper rounds it, 1.78.
ReducedModel reduce(const Case& c);

/// Pinned lines of a film. \param spacing  nm
physics::Pinning pinned_lines(const Film& film, double spacing, double alpha);

/// Controls of the integration from a case's numerics.
exec::SegmentControls segment_controls(const Numerics& numerics, exec::Extent extent);

}  // namespace slipburst::host
