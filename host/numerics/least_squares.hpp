#pragma once
/// \file Fits of any model to data with Gaussian errors, by weighted least squares.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace slipburst::host {

/// Fills the residuals, (model - data)/sigma, for values of the parameters. A residual that is not finite marks values
/// outside the model's domain.
using Residuals = std::function<void(std::span<const double> parameters, std::span<double> residuals)>;

struct LeastSquaresFit {
  std::vector<double> values, sigmas;  ///< of the parameters
  /// Covariance of the parameters: (J^T J)^-1 with J the derivatives of the residuals, not rescaled by chi-square; NaN
  /// if the data do not determine every parameter.
  std::vector<std::vector<double>> covariance;
  double chi_square;               ///< sum of the residuals' squares, [1]
  std::size_t degrees_of_freedom;  ///< data less parameters
  double p_value;                  ///< probability of a chi-square at least this large; 1 without degrees of freedom
  bool converged;  ///< the distance left is below a thousandth of sigma, rescaled where chi-square per degree exceeds 1
};

/// Minimises the sum of squared residuals by the Levenberg-Marquardt method with central differences. Finds the minimum
/// downhill of `start`.
/// \param data  number of residuals, at least as many as parameters
/// \param start  of each parameter; the residuals must be finite there
/// \param scale  positive, of each parameter: the change over which the model changes visibly. A factor of 100 either
/// way still works; parameters may differ by any power of ten.
/// \throws std::invalid_argument
LeastSquaresFit fit_least_squares(const Residuals& residuals, std::size_t data, std::span<const double> start,
                                  std::span<const double> scale);

}  // namespace slipburst::host
