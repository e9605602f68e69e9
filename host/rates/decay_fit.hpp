#pragma once
/// \file Laws of decay fitted to the counts of time intervals: a power of time, and an exponential.

#include <array>
#include <cstddef>
#include <span>

namespace slipburst::host {

/// Counts of a time interval, measured or expected: any real number with a Gaussian error.
struct DecayPoint {
  double from_s, to_s;
  double counts, sigma;
};

/// R(t) = rate ((t - origin)/(reference - origin))^exponent.
struct PowerLawFit {
  double reference_time_s;        ///< sqrt(first start * last end); the middle if the first start is not positive
  double rate_Hz, rate_sigma_Hz;  ///< at the reference time
  double exponent, exponent_sigma;
  double time_origin_s, time_origin_sigma_s;        ///< before the first start; sigma is 0 if the origin is given
  std::array<std::array<double, 3>, 3> covariance;  ///< of rate_Hz, exponent, time_origin_s
  double chi_square;
  std::size_t degrees_of_freedom;
  double p_value;
  /// Whether a minimum was found. False where the data drive the origin into the first start (then sigmas and
  /// covariance may be NaN) or to minus infinity (they prefer an exponential).
  bool converged;
};

/// R(t) = rate exp(-slope (t - reference)); the effective constant of a decay 1/t is the time itself.
struct ExponentialFit {
  double reference_time_s;  ///< middle of the time range
  double rate_Hz, rate_sigma_Hz;
  double slope_Hz, slope_sigma_Hz;                  ///< negative where the rate grows
  double tau_s, tau_sigma_s;                        ///< 1/slope, sigma by its derivative
  std::array<std::array<double, 2>, 2> covariance;  ///< of rate_Hz, slope_Hz
  double chi_square;
  std::size_t degrees_of_freedom;
  double p_value;
  bool converged;
};

/// Fits rate, exponent and time origin by least squares; a point's model is the law's exact integral over its interval.
/// Sigmas follow from a linearised model: the origin's is valid only while small compared with its distance from the
/// first start.
/// \param points  at least 4, in any order, at least 2 of them with counts above zero
/// \throws std::invalid_argument  also for an interval that does not rise, or a sigma that is not positive and finite
PowerLawFit fit_power_law(std::span<const DecayPoint> points);

/// Fits rate and exponent with a known time origin.
/// \param points  at least 2; all start after the origin
PowerLawFit fit_power_law(std::span<const DecayPoint> points, double time_origin_s);

/// Fits rate and slope by least squares, with exact integrals over the intervals.
/// \param points  at least 2, in any order, at least 2 of them with counts above zero
/// \throws std::invalid_argument  as fit_power_law
ExponentialFit fit_exponential(std::span<const DecayPoint> points);

}  // namespace slipburst::host
