#pragma once
/// \file Fits of laws of decay to measured rates over time.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/analysis/decay_models.hpp"
#include "host/analysis/rate_data.hpp"

namespace slipburst::host {

struct RateFitParameter {
  std::string name, unit;            ///< of several sets: "amplitude.SET" for one of its own
  double value, sigma;               ///< sigma from the curvature; NaN where the value is at its bound
  double low, high;                  ///< profile interval of 68.27 % confidence
  bool low_is_bound, high_is_bound;  ///< the interval ends with the parameter's range
};

struct RateFit {
  DecayModel model;
  std::vector<RateFitParameter> parameters;
  std::vector<std::vector<double>> covariance;  ///< in the parameters' units; NaN for parameters at a bound
  std::vector<std::vector<double>> set_values;  ///< parameters of the law for each set
  std::vector<double> expected_Hz, residuals;   ///< of each point, set after set; residuals positive above the data
  double chi_square;                            ///< sum of the squared residuals
  std::size_t degrees_of_freedom;               ///< points less parameters
  double p_value;                               ///< probability of a chi-square at least this large; NaN without
                                                ///< degrees of freedom
  double aic, bic;                              ///< chi-square + 2 k and + k ln N, k parameters and N points
  bool converged;  ///< a minimum was found, and the data limit each parameter on one side at least
};

/// A law, with its fit or the reason why it was not fitted.
struct TriedDecay {
  DecayModel model;
  std::optional<RateFit> fit;
  std::string reason;
};

/// Fits laws to all sets at once, by least squares of rate_residual().
/// \param shared  names of the parameters that are one for all sets: sharable ones
/// \param poll  called now and then, may throw to stop
std::vector<TriedDecay> fit_rates(const RateData& data, const std::vector<DecayModel>& models,
                                  const std::vector<std::string>& shared, const std::function<void()>& poll = {});

/// Earliest and latest time of the data.
struct DaysOfRates {
  double first, last;
};
DaysOfRates days_of(const RateData& data);

}  // namespace slipburst::host
