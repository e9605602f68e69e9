#pragma once
/// \file Response of a detector to the energy of a burst.

#include "host/case/efficiency_curve.hpp"

namespace slipburst::host {

/// measured = scale x true + noise, seen with the probability efficiency(measured) if measured >= threshold.
struct DetectorResponse {
  double resolution_eV = 0;  ///< one standard deviation of the Gaussian noise
  double threshold_eV = 0;   ///< 0: none, so that energies below the first edge, even negative ones, are seen
  double energy_scale = 1;
  EfficiencyCurve efficiency;
};

}  // namespace slipburst::host
