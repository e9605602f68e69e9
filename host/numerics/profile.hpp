#pragma once
/// \file Least squares within bounds, and how far a parameter may move until chi-square, minimised over the others,
/// has risen by 1.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "host/numerics/least_squares.hpp"

namespace slipburst::host {

/// Where a parameter may be. The residuals should have a meaning somewhat beyond.
struct ParameterRange {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  double scale = 1;  ///< see fit_least_squares
};

/// As fit_least_squares; a parameter whose minimum lies beyond its bound is held there. The sigma and the covariance of
/// what is held are NaN, those of the others are with it held.
/// \param held  parameters that stay at their start
/// \throws std::invalid_argument
LeastSquaresFit fit_within(const Residuals& residuals, std::size_t data, std::span<const double> start,
                           std::span<const ParameterRange> ranges, const std::vector<std::size_t>& held = {});

/// An interval of 68.27 % confidence.
struct ProfileInterval {
  double low, high;
  bool low_is_bound, high_is_bound;  ///< chi-square has not risen by 1 where the parameter's range ends
  std::vector<double> lower_place;   ///< where chi-square is below that of the fit, if such a place was met
};

/// \param best  of fit_within, with the same ranges
ProfileInterval profile_interval(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
                                 std::span<const ParameterRange> ranges, std::size_t parameter);

}  // namespace slipburst::host
