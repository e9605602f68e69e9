#pragma once
/// \file Significance of a chi-square, also for probabilities below a double's range.

namespace slipburst::host {

inline constexpr double poor_fit = 1e-3;  ///< with a p-value below, the model does not describe the data

/// Whether a fit is poor: its errors then say nothing about the parameters. They are not rescaled.
inline bool is_poor_fit(double p_value) { return p_value < poor_fit; }

/// ln of the probability of a chi-square at least this large; NaN without degrees of freedom.
double log_chi_square_tail(double chi_square, double degrees_of_freedom);

/// Number of standard deviations by which a Gaussian variate misses its mean, on either side, with a given probability.
/// \param log_probability  natural logarithm of the probability, not above 0
double gaussian_deviations(double log_probability);

}  // namespace slipburst::host
