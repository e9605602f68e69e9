#pragma once
/// \file Fits of barriers and critical temperatures to frequencies of leaving traps over temperature.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "host/analysis/arrhenius_problem.hpp"

namespace slipburst::host {

struct ArrheniusParameter {
  std::string name, unit;
  double value, sigma;               ///< sigma from the curvature; NaN where the value is at its bound
  double low, high;                  ///< profile interval of 68.27 % confidence; NaN if not requested
  bool low_is_bound, high_is_bound;  ///< the interval ends with the parameter's range
};

struct ArrheniusFit {
  RateLaw model;
  std::size_t barriers;
  std::vector<ArrheniusParameter> parameters;   ///< of the model, then `ratio.SET` of the sets after the first
  std::vector<std::vector<double>> covariance;  ///< in the parameters' units; NaN for parameters at a bound
  std::vector<double> place;                    ///< the parameters' coordinates
  std::vector<double> expected_Hz;              ///< with the direct plateau, [points], set after set
  std::vector<double> residuals;                ///< positive where the model is higher, [points]
  double chi_square;                            ///< the residuals' sum of squares
  std::size_t degrees_of_freedom;               ///< points less parameters
  double log_p_value;                           ///< ln of the probability of a chi-square at least this large
  double deviations;                            ///< the same as standard deviations of a Gaussian, two-sided
  double aic, bic;                              ///< chi-square + 2 k and + k ln N, k parameters and N points
  bool converged;
};

/// Minimises chi-square by the Levenberg-Marquardt method from the best points of a grid.
/// \param intervals  whether to compute profile intervals  \param poll  called now and then, may throw to stop
ArrheniusFit fit_arrhenius(const ArrheniusProblem& problem, bool intervals = true,
                           const std::function<void()>& poll = {});

/// Minimum of chi-square for a given value of one parameter.
struct ProfilePoint {
  double value, chi_square;
  std::vector<double> values;  ///< of all parameters
};

/// Minimises chi-square over the other parameters at given values of one.
/// \param parameter  index of the parameter  \param values  of the parameter, in its unit
/// \param poll  called now and then, may throw to stop
std::vector<ProfilePoint> profile_of(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::size_t parameter,
                                     std::span<const double> values, const std::function<void()>& poll = {});

}  // namespace slipburst::host
