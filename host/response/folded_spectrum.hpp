#pragma once
/// \file A spectrum as a detector sees it, and the load of the bursts it does not see.

#include <span>
#include <vector>

#include "host/response/response_matrix.hpp"
#include "host/sampling/spectrum_values.hpp"

namespace slipburst::host {

/// Moments of true energy over a set of bursts, per pinned dislocation. Energies are uniform within a bin; energies
/// above the last edge count as the last edge, which makes the moments lower bounds.
struct BurstMoments {
  double probability = 0;
  double energy_eV = 0;           ///< sum of probability x E
  double energy_squared_eV2 = 0;  ///< sum of probability x E^2
};

/// Load of a sensor by bursts that come at random.
struct BurstLoad {
  double rate_Hz;
  double power_aW;                  ///< mean power, the integral of E dR
  double shot_noise_W_per_sqrt_Hz;  ///< sqrt(2 int E^2 dR): one-sided spectral density of their power at low frequency
};
/// \param rate_Hz  of all pinned dislocations
BurstLoad burst_load(const BurstMoments& moments, double rate_Hz);

struct FoldedChannel {
  std::vector<Estimate> bins;  ///< P(seen, measured energy in bin), [bins]
  Estimate seen;               ///< P(seen)
  BurstMoments emitted;        ///< of all bursts
  BurstMoments subthreshold;   ///< of the bursts not seen: weight 1 - P(seen | E)
};

/// Folded spectra per pinned dislocation; measured bins are the true bins.
struct FoldedSpectrum {
  std::vector<double> edges_eV;
  FoldedChannel channel[table::channels];
};

/// The true cells of a channel: below the first edge, the bins, above the last.
std::vector<Estimate> true_cells(const ChannelValues& channel);

/// Folds both channels with the same response. Errors of sampled spectra add up as for independent bins, errors of
/// exact spectra linearly. As counts of bins are anticorrelated, errors of sampled spectra are too large by at most
/// 1/sqrt(1 - P).
FoldedSpectrum fold(const DetectorResponse& response, const SpectrumValues& values);

}  // namespace slipburst::host
