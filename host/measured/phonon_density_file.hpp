#pragma once
/// \file File of a density of phonon states.

#include <string>

#include "host/columns/number_file.hpp"
#include "host/detrapping/effective_temperature.hpp"

namespace slipburst::host {

/// Density of phonon states read from a file.
struct PhononDensityFile {
  PhononDensity density;
  std::string unit;          ///< of the phonon energies in the file
  double low_meV, high_meV;  ///< ends of the energies in the file
};

/// Reads rows of phonon energy, rising, and density of states in any unit. Energies are in meV, eV, THz (times h),
/// cm^-1 (times hc) or K (times k_B). Imaginary modes, which are rows below zero with a density, are refused.
/// \param energy  unit of the energies, if the file does not name it
/// \throws InputError naming file, line and remedy
PhononDensityFile read_phonon_density(const std::string& path, const GivenUnit& energy);

}  // namespace slipburst::host
