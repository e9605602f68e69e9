#include "host/analysis/arrhenius_models.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "host/detrapping/deep_tunnelling.hpp"
#include "host/numerics/special_values.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

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

std::vector<RateLaw> fitted_laws() {
  std::vector<RateLaw> laws;
  for (const RateLawEntry& entry : rate_laws()) {
    if (entry.fit) laws.push_back(entry.law);
  }
  return laws;
}

std::string_view model_name(RateLaw model) { return rate_law(model).fit->name; }

std::string_view model_formula(RateLaw model) { return rate_law(model).formula; }

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

RateModel::RateModel(RateLaw model, std::size_t barriers) : model_(model), barriers_(barriers) {
  const std::optional<FittedLaw>& law = rate_law(model).fit;
  if (!law) throw std::invalid_argument("this law is not fitted to data");
  if (barriers < 1 || barriers > law->max_barriers) {
    throw std::invalid_argument("a model has one barrier, a sum of classical ones up to three");
  }
  for (std::size_t j = 0; j < barriers; ++j) {
    const std::string number = law->max_barriers > 1 ? "_" + std::to_string(j + 1) : "";
    parameters_.push_back(
        {"prefactor" + number, std::string(law->prefactor_unit), Coordinate::logarithm, 1e-300, 1e300, 0.3});
    parameters_.push_back({"barrier" + number, "meV", Coordinate::logarithm, 1e-3, 1e5, 0.1});
  }
  switch (model) {
    case RateLaw::quantum:
      parameters_.push_back({"critical_temperature", "K", Coordinate::square, 0, 1e4, 1e3});
      return;
    case RateLaw::qtst:
      parameters_.push_back({"curvature_energy", "meV", Coordinate::logarithm, 1e-3, 1e4, 0.1});
      return;
    case RateLaw::classical:
    case RateLaw::arrhenius:
    case RateLaw::classical_sum:
      return;
    case RateLaw::debye:
    case RateLaw::density:
    case RateLaw::mott:
    case RateLaw::film:
      break;
  }
  throw std::invalid_argument("the parameters of this law are not known");
}

void RateModel::log_rates(std::span<const double> u, std::span<const double> temperatures_K,
                          std::span<double> result) const {
  // Sum over the barriers. \param log_shape  ln of a rate over its prefactor, of escape and temperature
  const auto sum = [&](auto log_shape) {
    std::ranges::fill(result, -infinity);
    for (std::size_t j = 0; j < barriers_; ++j) {
      const detrapping::ThermalEscape escape(std::exp(u[2 * j + 1]));
      for (std::size_t i = 0; i < result.size(); ++i) {
        const double log_rate = u[2 * j] + log_shape(escape, temperatures_K[i]);
        result[i] = j == 0 ? log_rate : log_sum(result[i], log_rate);
      }
    }
  };
  switch (model_) {
    case RateLaw::classical:
    case RateLaw::classical_sum:
      return sum([](const auto& escape, double t) { return log_escape(escape, t * t); });
    case RateLaw::arrhenius:
      return sum([](const auto& escape, double t) { return escape.log_boltzmann_factor(t); });
    case RateLaw::quantum:
      return sum([&](const auto& escape, double t) { return log_escape(escape, t * t + u[2]); });
    case RateLaw::qtst: {
      const DeepTunnelling escape(barrier_of(std::exp(u[1]), std::exp(u[2])));
      for (std::size_t i = 0; i < result.size(); ++i) result[i] = u[0] + escape.log_rate(temperatures_K[i]);
      return;
    }
    case RateLaw::debye:
    case RateLaw::density:
    case RateLaw::mott:
    case RateLaw::film:
      break;
  }
  throw std::logic_error("a law without a rate");
}

}  // namespace slipburst::host
