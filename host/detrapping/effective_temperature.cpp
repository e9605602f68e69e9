#include "host/detrapping/effective_temperature.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double quadrature_tolerance = 1e-14;
constexpr int deepest = 12;

template <class Function>
double integral(const Function& f, double low, double high) {
  return boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, low, high, deepest, quadrature_tolerance);
}

}  // namespace

double mode_temperature(double phonon_energy, double temperature) {
  const double half = 0.5 * phonon_energy / units::boltzmann;
  return half > 0 ? half / std::tanh(half / temperature) : temperature;
}

double debye_effective_temperature(double debye_temperature, double temperature) {
  // With u = omega/omega_D the density is 3 u^2. From `frozen` on, coth is 1 to all digits.
  const double frozen = std::min(1.0, 40 * temperature / debye_temperature);
  const double top = units::boltzmann * debye_temperature;
  const auto weighted = [&](double u) { return 3 * u * u * mode_temperature(u * top, temperature); };
  const double excited = frozen > 0 ? integral(weighted, 0, frozen) : 0;
  return excited + 0.375 * debye_temperature * (1 - std::pow(frozen, 4));
}

PhononDensity::PhononDensity(std::vector<double> energies, std::vector<double> densities)
    : energies_(std::move(energies)), densities_(std::move(densities)), total_(0) {
  if (energies_.size() != densities_.size() || energies_.size() < 2) {
    throw std::invalid_argument("a density of phonon states has two or more points");
  }
  for (std::size_t i = 0; i < energies_.size(); ++i) {
    if (!(energies_[i] >= 0 && densities_[i] >= 0) || (i > 0 && !(energies_[i] > energies_[i - 1]))) {
      throw std::invalid_argument("energies of phonons rise from 0 or more, and densities are not negative");
    }
    if (i > 0) total_ += 0.5 * (energies_[i] - energies_[i - 1]) * (densities_[i] + densities_[i - 1]);
  }
  if (!(total_ > 0 && std::isfinite(total_))) {
    throw std::invalid_argument("the sum of a density of phonon states is positive and finite");
  }
}

double PhononDensity::effective_temperature(double temperature) const {
  double sum = 0;
  for (std::size_t i = 1; i < energies_.size(); ++i) {
    const double first = energies_[i - 1], width = energies_[i] - first;
    const double start = densities_[i - 1], rise = densities_[i] - start;
    if (!(densities_[i] + start > 0)) continue;
    sum += width * integral(
                       [&](double share) {
                         return (start + rise * share) * mode_temperature(first + width * share, temperature);
                       },
                       0, 1);
  }
  return sum / total_;
}

}  // namespace slipburst::host
