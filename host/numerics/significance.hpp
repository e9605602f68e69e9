#pragma once
/// \file How unlikely a chi-square is, also where its probability is below what a double holds.

namespace slipburst::host {

inline constexpr double poor_fit = 1e-3;  ///< with a p-value below, the model does not describe the data

/// Errors of a poor fit say nothing about the parameters. Nothing is scaled.
inline bool is_poor_fit(double p_value) { return p_value < poor_fit; }

/// ln of the probability of a chi-square at least this large; 0 without degrees of freedom.
double log_chi_square_tail(double chi_square, double degrees_of_freedom);

/// By how many standard deviations a Gaussian variate misses its mean, either way, with this probability.
/// \param log_probability  its natural logarithm, not above 0
double gaussian_deviations(double log_probability);

}  // namespace slipburst::host
