#pragma once
/// \file Measured frequencies of leaving traps over temperature, and their residuals from a model.

#include <cstddef>
#include <string>
#include <vector>

namespace slipburst::host {

/// A frequency at one temperature: measured with an error, or counted.
struct FrequencyPoint {
  double temperature_K = 0;  ///< not negative
  double frequency_Hz = 0, error_Hz = 0;
  double clusters = 0, moves = 0, window_s = 0;  ///< of a counted frequency: n, n_m and the window; else 0
  double direct_Hz = 0;                          ///< plateau of direct de-trapping, which the model adds
};

/// Counted frequency n_m/(n window), with the error of Arakawa et al., nu sqrt(1/n + 1/n_m), which is 0 without moves.
FrequencyPoint counted_frequency(double temperature_K, double clusters, double moves, double window_s);

/// Frequencies of one experiment. Temperatures rise.
struct FrequencySet {
  std::string name;
  std::vector<FrequencyPoint> points;
};

struct FrequencyData {
  bool counted = false;  ///< whether all points are counted; else all are measured with errors
  std::vector<FrequencySet> sets;

  std::size_t size() const;  ///< points of all sets
};

/// Residual of a point in standard deviations, positive where the model is higher. For a measured frequency it is
/// ln(model/nu) nu/error, errors being relative; for a counted frequency, the signed root of the deviance.
/// \param log_model  ln of the model's frequency in Hz, minus infinity for none
double frequency_residual(const FrequencyPoint& point, bool counted, double log_model);

/// Signed root of the deviance 2 [y ln(y/mu) - (y + n) ln((y + n)/(mu + n))] of a negative binomial: counts of mean mu
/// and variance mu + mu^2/n. Its relative variance 1/mu + 1/n is the paper's; the distribution is that of n clusters
/// whose rates scatter exponentially. Positive where mu > y, smooth, accurate near mu = y and for mu below a double's
/// range.
/// \param size  n, positive  \param count  y, not negative  \param log_mean  ln mu
double scattered_count_residual(double size, double count, double log_mean);

}  // namespace slipburst::host
