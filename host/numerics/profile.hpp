#pragma once
/// \file Least squares within bounds, and profile intervals: the range of a parameter over which chi-square, minimised
/// over the others, rises by no more than 1.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "host/numerics/least_squares.hpp"

namespace slipburst::host {

/// Range of a parameter. The residuals should have a meaning somewhat beyond it.
struct ParameterRange {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  double scale = 1;  ///< see fit_least_squares
};

/// Least squares as fit_least_squares, within ranges: a parameter whose minimum lies beyond a bound is held at the
/// bound. Sigma and covariance of held parameters are NaN; those of the others are for the held values.
/// \param held  parameters that stay at their start
/// \throws std::invalid_argument
LeastSquaresFit fit_within(const Residuals& residuals, std::size_t data, std::span<const double> start,
                           std::span<const ParameterRange> ranges, const std::vector<std::size_t>& held = {});

/// An interval of 68.27 % confidence.
struct ProfileInterval {
  double low, high;
  bool low_is_bound, high_is_bound;  ///< chi-square has not risen by 1 where the parameter's range ends
  std::vector<double> lower_place;   ///< place with a chi-square below that of the fit, if one was met
};

/// Profile interval of one parameter. \param best  result of fit_within with the same ranges
ProfileInterval profile_interval(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
                                 std::span<const ParameterRange> ranges, std::size_t parameter);

}  // namespace slipburst::host
