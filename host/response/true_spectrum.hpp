#pragma once
/// \file Spectrum before the detector, on bins finer than the original bins.

#include <cstddef>
#include <span>
#include <vector>

#include "host/sampling/summary.hpp"

namespace slipburst::host {

/// Probabilities per pinned dislocation over the cells of ResponseMatrix.
struct TrueSpectrum {
  std::vector<double> edges_eV;
  std::vector<double> probability;  ///< [edges + 1]: below the first edge, bins, above the last
  std::size_t parts = 1;            ///< parts into which each bin was cut
  std::vector<double> sigma;        ///< standard deviations of the uncut cells

  /// Sum of weight x probability over the cells, with its standard deviation; uncut cells are independent.
  /// \param weight  one for each cell
  Estimate sum(std::span<const double> weight) const;
};

/// \param underflow  P(0 < E < first edge)  \param above  P(E > edge), falling
TrueSpectrum true_spectrum(std::span<const double> edges_eV, const Estimate& underflow, std::span<const Estimate> above,
                           std::span<const double> bin_sigma);

/// Cuts each bin into parts of equal ratio of energies, P(E > e) being a power law of e within the bin, so that cells
/// taken as uniform follow a steep spectrum.
TrueSpectrum refined(const TrueSpectrum& spectrum, std::size_t parts);

}  // namespace slipburst::host
