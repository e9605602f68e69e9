#pragma once
/// \file Fits of any model to binned counts, by the Poisson likelihood.

#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace slipburst::host {

/// Positive parameter, free between its bounds and varied on a logarithmic scale.
struct FitParameter {
  std::string name;
  double start, low, high;
};

struct FittedParameter {
  std::string name;
  double value, sigma;               ///< sigma from the curvature
  double low, high;                  ///< profile interval of 68.27 % confidence
  bool low_is_bound, high_is_bound;  ///< the interval extends beyond the given bound
};

struct PoissonFit {
  std::vector<FittedParameter> parameters;
  std::vector<std::vector<double>> covariance;  ///< of the parameters, from the curvature; NaN if it is singular
  std::vector<double> expected;                 ///< counts, [bins]
  double deviance;    ///< 2 sum(mu - n + n ln(n/mu)), the likelihood ratio of Baker and Cousins (1984)
  double chi_square;  ///< Pearson's, sum (n - mu)^2/mu
  std::size_t degrees_of_freedom;
  /// Probability of a deviance at least this large, by the chi-square distribution: for large counts. NaN without a
  /// degree of freedom.
  double p_value;
  std::int64_t evaluations;  ///< evaluations of the model
};

/// Expected counts of the bins for values of the parameters.
using Expectation = std::function<std::vector<double>(std::span<const double>)>;

/// Error: the best model within the bounds expects no counts in a bin that has counts, so that there is no likelihood.
class NothingExpected : public std::runtime_error {
 public:
  explicit NothingExpected(std::size_t bin)
      : std::runtime_error("the model expects nothing in bin " + std::to_string(bin) + ", which has counts"),
        bin_(bin) {}
  std::size_t bin() const { return bin_; }

 private:
  std::size_t bin_;
};

/// Signed square root of one bin's deviance: zero where mu = n, smooth; the square is 2 (mu - n + n ln(n/mu)).
double deviance_residual(double expected, double count);

/// Maximises the likelihood by the Levenberg-Marquardt method on the deviance residuals, from the start and from the
/// best points of a coarse grid between the bounds. The interval of a parameter ends where the deviance, minimised over
/// the others, has risen by 1; places met by any search extend it.
/// \param counts  at least as many as parameters
/// \param poll  called at every evaluation, if not empty; may throw to stop
/// \throws NothingExpected  \throws std::invalid_argument for bounds that are not positive and rising, or too few
/// counts, or a model without a likelihood
PoissonFit fit_poisson(const Expectation& expectation, std::span<const std::uint64_t> counts,
                       std::span<const FitParameter> parameters, const std::function<void()>& poll = {});

}  // namespace slipburst::host
