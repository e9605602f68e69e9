#pragma once
/// \file The file of depinning.density_file: how many pinned lines there are at each eta.

#include <vector>

#include "host/config/case.hpp"

namespace slipburst::host {

/// A density at given eta = 1 - stress / critical stress; densities are multiples of the flat one.
struct PinDensityTable {
  std::vector<double> eta;      ///< strictly rising, from 0 to 1; 2 to 4096 of them
  std::vector<double> density;  ///< zero or more, one of them positive

  bool operator==(const PinDensityTable&) const = default;
};

/// \pre depinning.density of the case is DensityShape::file
/// \throws InputError naming file, line and remedy
PinDensityTable read_density_file(const Case& config);

}  // namespace slipburst::host
