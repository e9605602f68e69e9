#pragma once
/// \file Models of the frequency of leaving a trap as a function of temperature, for fits to data.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// Laws of escape with the prefactor A and the barrier E, after Arakawa et al. (2020).
enum class EscapeModel {
  classical,      ///< A T exp(-E/k_B T), Arakawa et al., Eq. (1); k_B is in A, Hz/K
  arrhenius,      ///< A exp(-E/k_B T)
  classical_sum,  ///< sum over up to three barriers of A_j T exp(-E_j/k_B T): "classical-3"
  quantum,        ///< A T_c exp(-E/k_B T_c), T_c = sqrt(tau_c^2 + T^2), Arakawa et al., Eq. (2)
  qtst            ///< A (1/k_B T) int W(e) exp(-e/k_B T) de through E sech^2(x/a), hbar omega_b at its top
};

inline constexpr EscapeModel escape_models[] = {EscapeModel::classical, EscapeModel::arrhenius,
                                                EscapeModel::classical_sum, EscapeModel::quantum, EscapeModel::qtst};

/// Name on the command line, such as "classical-3".
std::string_view model_name(EscapeModel model);
/// Formula of the model in words.
std::string_view model_formula(EscapeModel model);

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
  /// \param barriers  1 to 3 for classical_sum, else 1
  /// \throws std::invalid_argument
  explicit RateModel(EscapeModel model, std::size_t barriers = 1);

  EscapeModel model() const { return model_; }
  std::size_t barriers() const { return barriers_; }

  /// Pairs of prefactor and barrier, then the third parameter of quantum and qtst.
  const std::vector<ModelParameter>& parameters() const { return parameters_; }

  /// Whether frequencies at absolute zero are exactly zero.
  bool still_at_zero() const { return model_ != EscapeModel::quantum; }

  /// ln of the frequencies in Hz; minus infinity for zero, NaN outside the model's range.
  /// \param coordinates  of the parameters  \param temperatures_K  not negative
  void log_rates(std::span<const double> coordinates, std::span<const double> temperatures_K,
                 std::span<double> result) const;

 private:
  EscapeModel model_;
  std::size_t barriers_;
  std::vector<ModelParameter> parameters_;
};

/// ln(e^a + e^b); a and b may be minus infinity.
double log_sum(double a, double b);

}  // namespace slipburst::host
