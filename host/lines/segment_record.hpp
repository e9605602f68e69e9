#pragma once
/// \file One segment in full: its energies, its trajectory and its phonon spectrum.

#include <cstdint>
#include <vector>

#include "host/model/prepared_case.hpp"

namespace slipburst::host {

/// Arrays of equal length, in time order.
struct Trajectory {
  std::vector<double> time_ps, distance_nm;
  std::vector<double> speed_over_ct;           ///< negative: approaching the interface
  std::vector<double> phonon_energy_meV;       ///< hbar omega
  std::vector<double> power_eV_per_nm_per_ps;  ///< radiated
};

/// Energy radiated per bin of phonon energy. One edge is 2 Delta, the last the greatest phonon energy.
struct PhononSpectrum {
  std::vector<double> edges_meV;                          ///< [bins + 1]
  std::vector<double> crystal_eV_per_nm, film_eV_per_nm;  ///< [bins]
  /// Energy of passes with a negative total, which are in no bin (supersonic lines only).
  double negative_eV_per_nm = 0;
};

struct SegmentRecord {
  exec::SegmentResult result;  ///< of the full ring-down, reduced
  Trajectory trajectory;
  PhononSpectrum phonons;
};

/// Integrates a segment to its rest. `record` also fills trajectory and phonons.
/// \param height_nm  release height  \param stress  meV/nm^3
SegmentRecord integrate_segment(const PreparedCase& c, double height_nm, double stress, bool record);

}  // namespace slipburst::host
