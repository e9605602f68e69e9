#pragma once
/// \file Profile intervals: the range of a parameter over which chi-square, minimised over the others, rises by no more
/// than 1.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "host/numerics/least_squares.hpp"

namespace slipburst::host {

/// An interval of 68.27 % confidence.
struct ProfileInterval {
  double low, high;
  bool low_is_bound, high_is_bound;  ///< chi-square has not risen by 1 where the parameter's range ends
};

struct Profiles {
  std::vector<ProfileInterval> intervals;  ///< of the parameters
  std::vector<double> lower_place;         ///< place with a chi-square below that of the fit, if one was met
};

/// Profile intervals of all parameters. Searches share the places they meet: any place within which chi-square has not
/// risen by 1 extends the intervals of all parameters.
/// \param best  result of fit_within with the same ranges
/// \param precision  of an interval's end, relative to its distance from the best value
Profiles profile_intervals(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
                           std::span<const ParameterRange> ranges, double precision = 1e-4);

/// Finds the intervals of a fit that goes on, a few times, from a place with a lower chi-square.
/// \param best  becomes the lower fit  \param arranged  equivalent place to fit from, if not empty
Profiles profile_lowest(const Residuals& residuals, std::size_t data, LeastSquaresFit& best,
                        std::span<const ParameterRange> ranges, double precision = 1e-4,
                        const std::function<std::vector<double>(const std::vector<double>&)>& arranged = {});

}  // namespace slipburst::host
