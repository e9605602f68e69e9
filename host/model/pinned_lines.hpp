#pragma once
/// \file Number of lines that a film pins.

#include "host/case/case.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

/// N = area / spacing^2 of Romani (2024), Eq. (5), the sum of the flat density of eta.
/// Precondition: the case has an area.
inline double count_pinned_lines(const Case& c) {
  const double per_length = units::nanometres_per_centimetre / c.pinning.spacing;
  return *c.detector.aluminium_area_cm2 * per_length * per_length;
}

}  // namespace slipburst::host
