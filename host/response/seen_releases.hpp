#pragma once
/// \file Releases over time as a detector sees them.

#include <cstddef>
#include <span>
#include <vector>

#include "host/case/detector_response.hpp"
#include "host/rates/rates.hpp"

namespace slipburst::host {

/// Seen releases of one channel: all, and with a measured energy of at least each energy of the run.
struct SeenReleases {
  Estimate seen;
  std::vector<Estimate> above;  ///< [energy]
};

/// One channel over time. True energies are uniform within the bins of the histogram.
struct SeenChannel {
  std::vector<SeenReleases> slices_Hz, moments_Hz, windows;
  std::vector<double> map_Hz_per_eV;  ///< dR/dE over measured energy, seen, [slice][bin]
};

struct SeenRates {
  SeenChannel channel[table::channels];
};

/// Folds drawn releases with a response; errors are those of the draws.
/// \param rates  of these values and this request
SeenRates seen_rates(const DetectorResponse& response, const ReleaseValues& values, const Rates& rates);

}  // namespace slipburst::host
