#pragma once
/// \file Models of the frequency of leaving a trap as a function of temperature, for fits to data.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/detrapping/rate_laws.hpp"

namespace slipburst::host {

/// Laws that are fitted to data, in the order of RateLaw.
std::vector<RateLaw> fitted_laws();
/// Name of a fitted law on the command line, such as "classical-3".
std::string_view model_name(RateLaw model);
/// Formula of the model in words.
std::string_view model_formula(RateLaw model);

/// Coordinate in which a parameter varies: the logarithm of a positive parameter, or the square of one that is not
/// negative. The square goes on below zero, so that a minimum at zero is an ordinary bound.
enum class Coordinate { logarithm, square };

struct ModelParameter {
  std::string name, unit;
  Coordinate coordinate;
  double low, high;  ///< the range
  double scale;      ///< change of the coordinate over which frequencies change visibly
};

double to_coordinate(double value, Coordinate coordinate);
double from_coordinate(double coordinate_value, Coordinate coordinate);
/// Derivative of the value with respect to its coordinate.
double slope_of(double coordinate_value, Coordinate coordinate);

/// Frequencies as a function of temperature, as logarithms so that nothing underflows.
class RateModel {
 public:
  /// \param model  a fitted law  \param barriers  1 to FittedLaw::max_barriers
  /// \throws std::invalid_argument
  explicit RateModel(RateLaw model, std::size_t barriers = 1);

  RateLaw model() const { return model_; }
  std::size_t barriers() const { return barriers_; }

  /// Pairs of prefactor and barrier, then the third parameter of quantum and qtst.
  const std::vector<ModelParameter>& parameters() const { return parameters_; }

  /// Whether frequencies at absolute zero are exactly zero.
  bool still_at_zero() const { return rate_law(model_).fit->still_at_zero; }

  /// ln of the frequencies in Hz; minus infinity for zero, NaN outside the model's range.
  /// \param coordinates  of the parameters  \param temperatures_K  not negative
  void log_rates(std::span<const double> coordinates, std::span<const double> temperatures_K,
                 std::span<double> result) const;

 private:
  RateLaw model_;
  std::size_t barriers_;
  std::vector<ModelParameter> parameters_;
};

/// ln(e^a + e^b); a and b may be minus infinity.
double log_sum(double a, double b);

}  // namespace slipburst::host
