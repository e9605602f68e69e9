#pragma once
/// \file A case of trapped clusters under an electron beam: all parameters of their observation, validated.
///
/// In internal units (nm, ps, meV, K) where a name does not end in its unit.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "slipburst/detrapping/beam.hpp"
#include "slipburst/detrapping/experiment.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

/// The traps that hold clusters.
struct Traps {
  std::vector<double> barriers;  ///< depths, meV
  std::vector<double> shares;    ///< relative shares of the clusters in each depth; empty: equal
  double spread = 0;             ///< standard deviation of each depth, meV
  detrapping::NextTrap next = detrapping::NextTrap::alike;
  double mean_free_path = 5;  ///< of a cluster between traps, nm
};

/// Lattice vibrations that shake a cluster in its trap, by their effective temperature T_c, see WatchedClusters.
enum class Lattice {
  quantum,    ///< T_c = sqrt(tau_c^2 + T^2)
  classical,  ///< T itself
  debye       ///< the exact T_c of Debye's density
};

struct Shaking {
  Lattice lattice = Lattice::quantum;
  double critical_temperature = 310.0 / 3;  ///< tau_c, K
  double debye_temperature = 310;           ///< K
};

/// A beam of electrons.
struct Beam {
  double energy_keV;
  double flux;  ///< 1/(nm^2 ps)
};

/// Clusters freed by passing vacancies: the rate a c_V(0) sum_k Gamma_k n_k/n at the reference, in proportion to
/// T_c e^(-barrier/k_B T_c) and to the rate at which the beam makes vacancies jump.
struct VacancySupply {
  double frequency_Hz = 0;
  double temperature_K = 300;  ///< of the reference
  double decay_per_jump = 0;   ///< alpha over the rate of jumps
};

/// Clusters freed by a hit of the beam itself, in proportion to the cross-section for a transfer above
/// `min_transfer_eV`.
struct DirectHits {
  double frequency_Hz = 0;  ///< under the reference beam
  double min_transfer_eV = 7;
};

/// Conditions and times at which clusters are watched. Every temperature is combined with every beam.
struct Watch {
  std::vector<double> temperatures_K, energies_keV, fluxes;
  double start_s = 0, window_s = 60;
  std::int64_t windows = 10;    ///< consecutive
  std::int64_t clusters = 150;  ///< in an area of interest
};

struct ClusterCase {
  std::string name;  ///< preset name or file path
  Traps traps;
  Shaking shaking;
  detrapping::Target target = detrapping::tungsten;
  Beam reference{1000, 2e25 * units::per_square_metre_and_second};
  VacancySupply supply;
  DirectHits direct;
  Watch watch;
  std::string text;                       ///< the whole case as TOML, recorded in output files
  std::vector<std::string> notices = {};  ///< remarks of reading it, for the user
};

}  // namespace slipburst::host
