#pragma once
/// \file From the spectrum of bursts to the counts an experiment should find.

#include <cstddef>
#include <span>
#include <vector>

#include "host/response/measured_spectrum.hpp"
#include "host/response/response_matrix.hpp"

namespace slipburst::host {

/// Map from the true cells of a spectrum (see ResponseMatrix) to the bands of an experiment. Within a band it resolves
/// the true edges and the threshold, so wide bands lose no accuracy. One object serves any number of spectra: a
/// likelihood of binned counts calls `counts` with each.
class ExpectedCounts {
 public:
  /// \param true_edges_eV  positive, rising strictly
  ExpectedCounts(const MeasuredSpectrum& measured, std::span<const double> true_edges_eV);

  /// Counts per band.
  /// \param probability  per pinned dislocation, [true cells]: below the first edge, bins, above the last
  /// \param releases_per_cm2  rate of all pinned dislocations per area times the time it is for, N/Gamma per cm^2
  std::vector<double> counts(std::span<const double> probability, double releases_per_cm2, double area_cm2) const;

  /// Probability per band that a burst of each true cell is measured there, with threshold and efficiency,
  /// [bands][true cells].
  const std::vector<std::vector<double>>& seen() const { return seen_; }

  /// Same probability for an efficiency of 1, to compare with counts divided by the efficiency.
  const std::vector<std::vector<double>>& smeared() const { return smeared_; }

 private:
  double aged_live_time_;
  std::vector<std::vector<double>> seen_, smeared_;
};

}  // namespace slipburst::host
