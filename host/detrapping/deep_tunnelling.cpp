#include "host/detrapping/deep_tunnelling.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double negligible = 45;  // e^-45 is 3e-20

/// ln of the integral of exp(f), f concave, from 0 to a place `far` where f has fallen by more than `negligible`.
template <class Function>
double log_integral(const Function& f, double far) {
  const double top = boost::math::tools::brent_find_minima([&](double v) { return -f(v); }, 0.0, far, 30).first;
  const double highest = f(top);
  // How far from the top, on either side, f is within reach of it.
  const auto reach = [&](double direction, double most) {
    const auto above = [&](double away) { return std::max(f(top + direction * away) - highest + negligible, -1e3); };
    if (!(most > 0) || above(most) >= 0) return most;
    const auto near = [](double a, double b) { return b - a <= 0.01 * b; };
    return boost::math::tools::bisect(above, 0.0, most, near).second;
  };
  const auto scaled = [&](double v) { return std::exp(f(v) - highest); };
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  const double low = Rule::integrate(scaled, top - reach(-1, top), top, 12, 1e-13);
  const double high = Rule::integrate(scaled, top, top + reach(1, far - top), 12, 1e-13);
  return highest + std::log(low + high);
}

}  // namespace

double DeepTunnelling::log_rate(double temperature) const {
  const double thermal = units::boltzmann * temperature;
  if (!(thermal > 0)) return -infinity;
  // E = k_B T z^2, z from z0 on. Then ln(integrand) is concave in z: -z^2, ln z, and ln W, as W is -ln(1 + C / sinh^2).
  const double ground = 0.5 * well_energy_;
  const double z0 = std::sqrt(ground / thermal);
  const auto log_integrand = [&](double v) {
    const double z = z0 + v;
    return z > 0 ? barrier_.log_transmission(thermal * z * z) + std::log(2 * z) - v * (v + 2 * z0) : -infinity;
  };
  // Past the top W hardly rises: what is left is exp(-z^2).
  const double far = std::sqrt(std::max(barrier_.height(), ground) / thermal + 60) - z0;
  const double quanta = well_energy_ / thermal;
  const double states = well_energy_ > 0 ? std::log(-std::expm1(-quanta) / quanta) : 0;
  return log_integral(log_integrand, far) + states;
}

double DeepTunnelling::log_correction(double temperature) const {
  return log_rate(temperature) + barrier_.height() / (units::boltzmann * temperature);
}

}  // namespace slipburst::host
