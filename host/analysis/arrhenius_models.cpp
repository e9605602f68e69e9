#include "host/analysis/arrhenius_models.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/detrapping/deep_tunnelling.hpp"
#include "host/numerics/special_values.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t barriers_with_names = 3;

/// Barrier of a given height and curvature at the top; its mass is arbitrary, as only these two matter.
detrapping::Sech2Barrier barrier_of(double height, double curvature_energy) {
  const double mass_u = 1;
  return {height, units::hbar * std::sqrt(2 * height / (mass_u * units::mass_unit)) / curvature_energy, mass_u};
}

/// ln(T exp(-E/k_B T)) with T given by its square: -infinity at absolute zero, NaN below.
double log_escape(const detrapping::ThermalEscape& escape, double temperature_squared) {
  return 0.5 * std::log(temperature_squared) + escape.log_boltzmann_factor(std::sqrt(temperature_squared));
}

}  // namespace

std::string_view model_name(EscapeModel model) {
  switch (model) {
    case EscapeModel::classical:
      return "classical";
    case EscapeModel::arrhenius:
      return "arrhenius";
    case EscapeModel::classical_sum:
      return "classical-3";
    case EscapeModel::quantum:
      return "quantum";
    case EscapeModel::qtst:
      break;
  }
  return "qtst";
}

std::string_view model_formula(EscapeModel model) {
  switch (model) {
    case EscapeModel::classical:
      return "A T exp(-E/k_B T)";
    case EscapeModel::arrhenius:
      return "A exp(-E/k_B T)";
    case EscapeModel::classical_sum:
      return "sum of A_j T exp(-E_j/k_B T) over up to three barriers";
    case EscapeModel::quantum:
      return "A T_c exp(-E/k_B T_c) with T_c = sqrt(tau_c^2 + T^2)";
    case EscapeModel::qtst:
      break;
  }
  return "A/(k_B T) times the integral of W(e) exp(-e/k_B T) over e, tunnelling through E sech^2(x/a)";
}

double to_coordinate(double value, Coordinate coordinate) {
  return coordinate == Coordinate::logarithm ? std::log(value) : value * value;
}

double from_coordinate(double u, Coordinate coordinate) {
  return coordinate == Coordinate::logarithm ? std::exp(u) : std::sqrt(std::max(u, 0.0));
}

double slope_of(double u, Coordinate coordinate) {
  return coordinate == Coordinate::logarithm ? std::exp(u) : 0.5 / std::sqrt(std::max(u, 0.0));
}

double log_sum(double a, double b) {
  const double high = std::max(a, b), low = std::min(a, b);
  return high == -infinity ? high : high + std::log1p(std::exp(low - high));
}

RateModel::RateModel(EscapeModel model, std::size_t barriers) : model_(model), barriers_(barriers) {
  if (barriers < 1 || barriers > (model == EscapeModel::classical_sum ? barriers_with_names : 1)) {
    throw std::invalid_argument("a model has one barrier, a sum of classical ones up to three");
  }
  const bool plain = model == EscapeModel::arrhenius || model == EscapeModel::qtst;
  const std::string unit = plain ? "Hz" : "Hz/K";
  for (std::size_t j = 0; j < barriers; ++j) {
    const std::string number = model == EscapeModel::classical_sum ? "_" + std::to_string(j + 1) : "";
    parameters_.push_back({"prefactor" + number, unit, Coordinate::logarithm, 1e-300, 1e300, 0.3});
    parameters_.push_back({"barrier" + number, "meV", Coordinate::logarithm, 1e-3, 1e5, 0.1});
  }
  if (model == EscapeModel::quantum) {
    parameters_.push_back({"critical_temperature", "K", Coordinate::square, 0, 1e4, 1e3});
  } else if (model == EscapeModel::qtst) {
    parameters_.push_back({"curvature_energy", "meV", Coordinate::logarithm, 1e-3, 1e4, 0.1});
  }
}

void RateModel::log_rates(std::span<const double> u, std::span<const double> temperatures_K,
                          std::span<double> result) const {
  if (model_ == EscapeModel::qtst) {
    const DeepTunnelling escape(barrier_of(std::exp(u[1]), std::exp(u[2])));
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = u[0] + escape.log_rate(temperatures_K[i]);
    return;
  }
  std::ranges::fill(result, -infinity);
  for (std::size_t j = 0; j < barriers_; ++j) {
    const detrapping::ThermalEscape escape(std::exp(u[2 * j + 1]));
    for (std::size_t i = 0; i < result.size(); ++i) {
      const double temperature = temperatures_K[i], square = temperature * temperature;
      double log_shape = 0;
      if (model_ == EscapeModel::arrhenius) {
        log_shape = escape.log_boltzmann_factor(temperature);
      } else {
        log_shape = log_escape(escape, model_ == EscapeModel::quantum ? square + u[2] : square);
      }
      result[i] = j == 0 ? u[0] + log_shape : log_sum(result[i], u[2 * j] + log_shape);
    }
  }
}

}  // namespace slipburst::host
