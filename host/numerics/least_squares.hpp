#pragma once
/// \file Fits of any model to data with Gaussian errors, by weighted least squares, within bounds.

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace slipburst::host {

/// Fills the residuals, (model - data)/sigma, for values of the parameters. A residual that is not finite marks values
/// outside the model's domain.
using Residuals = std::function<void(std::span<const double> parameters, std::span<double> residuals)>;

/// Range of a parameter. The residuals are asked for within it alone, except at held values outside.
struct ParameterRange {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  double scale = 1;  ///< change over which the model changes visibly; a factor of 100 either way still works
};

struct LeastSquaresFit {
  std::vector<double> values, sigmas;  ///< of the parameters
  /// Covariance of the parameters, see covariance_at().
  std::vector<std::vector<double>> covariance;
  double chi_square;               ///< sum of the residuals' squares, [1]
  std::size_t degrees_of_freedom;  ///< data less free parameters
  double p_value;                  ///< probability of a chi-square at least this large; NaN without degrees of freedom
  bool converged;  ///< the distance left is below a thousandth of sigma, rescaled where chi-square per degree exceeds 1
};

/// Minimises the sum of squared residuals by the Levenberg-Marquardt method with central differences. Finds the minimum
/// downhill of `start`. A parameter whose minimum lies beyond a bound ends at the bound; sigma and covariance of held
/// parameters and of those at a bound are NaN, the others' are for these values.
/// \param data  number of residuals, at least as many as free parameters
/// \param start  of each parameter, moved into the ranges; the residuals must be finite there
/// \param ranges  of each parameter; scales positive, parameters may differ by any power of ten
/// \param held  parameters that stay at their start
/// \throws std::invalid_argument
LeastSquaresFit fit_within(const Residuals& residuals, std::size_t data, std::span<const double> start,
                           std::span<const ParameterRange> ranges, const std::vector<std::size_t>& held = {});

/// Fits without bounds. \param scale  positive, of each parameter: see ParameterRange
LeastSquaresFit fit_least_squares(const Residuals& residuals, std::size_t data, std::span<const double> start,
                                  std::span<const double> scale);

/// Lowest minimum downhill of the starts with the lowest chi-square; none if no start has a finite chi-square.
/// \param starts  moved into the ranges  \param max_descents  number of starts to descend from
/// \throws std::invalid_argument
std::optional<LeastSquaresFit> fit_lowest(const Residuals& residuals, std::size_t data,
                                          std::span<const std::vector<double>> starts, std::size_t max_descents,
                                          std::span<const ParameterRange> ranges,
                                          const std::vector<std::size_t>& held = {});

/// Sum of the residuals' squares.
double chi_square_at(const Residuals& residuals, std::size_t data, std::span<const double> values);

/// Covariance of all parameters at a place: (J^T J)^-1 with J the derivatives of the residuals, not rescaled by
/// chi-square; NaN if the data do not determine every parameter.
std::vector<std::vector<double>> covariance_at(const Residuals& residuals, std::size_t data,
                                               std::span<const double> values, std::span<const ParameterRange> ranges);

}  // namespace slipburst::host
