#pragma once
/// \file Measured and predicted rates, band by band.

#include <optional>
#include <vector>

#include "host/numerics/estimate.hpp"
#include "host/response/expected_counts.hpp"
#include "host/response/true_spectrum.hpp"

namespace slipburst::host {

/// A value and its interval of one standard deviation.
struct Measurement {
  double value;
  Interval interval;

  Measurement times(double factor) const { return {value * factor, {interval.low * factor, interval.high * factor}}; }
};

struct BandComparison {
  MeasuredBand band;
  Measurement measured_Hz;         ///< of the whole detector, divided by the efficiency, at the time of comparison
  Estimate predicted_Hz_per_cm2;   ///< after noise and threshold, as if the efficiency were 1, at the same time
  double expected_counts_per_cm2;  ///< with the efficiency, in the live time

  /// Aluminium area at which the prediction matches; infinite if the predicted rate is 0.
  Measurement matching_area_cm2() const { return measured_Hz.times(1 / predicted_Hz_per_cm2.value); }
};

/// Goodness of fit of the bands: counts n against expectations mu.
struct Agreement {
  double area_cm2;    ///< given, or the area of maximum likelihood
  double deviance;    ///< 2 sum(mu - n + n ln(n/mu)): -2 ln of the likelihood ratio
  double chi_square;  ///< Pearson's, sum (n - mu)^2/mu
  std::size_t degrees_of_freedom;
};

struct Comparison {
  std::vector<BandComparison> bands;
  BandComparison total;  ///< all bands, without the gaps between them
  Agreement agreement;
};

/// Romani (2024), App. B: measured rate at time t = counts / (efficiency x live time) x (time cold / t), the last
/// factor being 1/(t <1/t>) for data taken over long. Intervals are Garwood's.
/// \param releases_per_cm2  see ExpectedCounts
/// \param area_cm2  of the detector; without it, the agreement is that of the best area
Comparison compare(const MeasuredSpectrum& measured, const TrueSpectrum& spectrum, double releases_per_cm2,
                   double at_time_s, std::optional<double> area_cm2);

}  // namespace slipburst::host
