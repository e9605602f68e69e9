#pragma once
/// \file The file of depinning.density_file: density of pinned lines over eta.

#include "host/case/case.hpp"

namespace slipburst::host {

/// \pre depinning.density of the case is DensityShape::file
/// \throws InputError naming file, line and remedy
PinDensityTable read_density_file(const Case& config);

}  // namespace slipburst::host
