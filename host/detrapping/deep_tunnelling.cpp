#include "host/detrapping/deep_tunnelling.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double negligible = 45;     // e^-45 is 3e-20
constexpr double finest = 1e-13;      // relative error asked of an integral
constexpr unsigned max_halvings = 4;  // of an interval between bends, where the integrand is smooth
constexpr double edge_widths = 7;     // in hbar omega_b: W is within e^-2pi7 of 1 so far above the top

/// Shape of f, as an integral over exp(f) needs it.
struct Shape {
  double far;                   ///< point where f has fallen by more than `negligible`
  std::array<double, 3> edges;  ///< bends of f, rising
  double noise;                 ///< error of f; smaller differences are not refined
};

/// ln of the integral of exp(f), f concave, from 0 on.
template <class Function>
double log_integral(const Function& f, const Shape& shape) {
  const double far = shape.far;
  const double top = boost::math::tools::brent_find_minima([&](double v) { return -f(v); }, 0.0, far, 30).first;
  const double highest = f(top);
  // Distance from the top in one direction, within which f is less than `negligible` below its maximum.
  const auto reach = [&](double direction, double most) {
    const auto above = [&](double away) { return std::max(f(top + direction * away) - highest + negligible, -1e3); };
    if (!(most > 0) || above(most) >= 0) return most;
    const auto near = [](double a, double b) { return b - a <= 0.01 * b; };
    return boost::math::tools::bisect(above, 0.0, most, near).second;
  };
  const auto scaled = [&](double v) { return std::exp(f(v) - highest); };
  const double low = top - reach(-1, top), high = top + reach(1, far - top);
  std::array<double, 6> ends = {low, top, shape.edges[0], shape.edges[1], shape.edges[2], high};
  for (double& end : ends) end = std::clamp(end, low, high);
  std::ranges::sort(ends);
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  double sum = 0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    if (ends[i] < ends[i + 1]) {
      sum += Rule::integrate(scaled, ends[i], ends[i + 1], max_halvings, std::max(finest, shape.noise));
    }
  }
  return highest + std::log(sum);
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
  // Above the top W hardly rises, and exp(-z^2) remains.
  const double height = barrier_.height(), edge = edge_widths * barrier_.energy();
  const auto place = [&](double energy) { return std::sqrt(std::max(energy, 0.0) / thermal) - z0; };
  // ln W is the difference of numbers as great as 2 pi V0 / hbar omega_b.
  const double noise = 8 * std::numeric_limits<double>::epsilon() * 2 * math::pi * height / barrier_.energy();
  const Shape shape{std::sqrt(std::max(height, ground) / thermal + 60) - z0,
                    {place(height - edge), place(height), place(height + edge)},
                    noise};
  const double quanta = well_energy_ / thermal;
  const double states = well_energy_ > 0 ? std::log(-std::expm1(-quanta) / quanta) : 0;
  return log_integral(log_integrand, shape) + states;
}

double DeepTunnelling::log_correction(double temperature) const {
  return log_rate(temperature) + barrier_.height() / (units::boltzmann * temperature);
}

}  // namespace slipburst::host
