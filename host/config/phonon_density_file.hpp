#pragma once
/// \file The file of a density of phonon states.

#include <string>

#include "host/detrapping/effective_temperature.hpp"

namespace slipburst::host {

/// Reads rows of phonon energy in meV, rising, and density of states in any unit.
/// \throws InputError naming file, line and remedy
PhononDensity read_phonon_density(const std::string& path);

}  // namespace slipburst::host
