#include "host/response/gaussian_smearing.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace slipburst::host {
namespace {

constexpr double farthest = 37;  // standard deviations; shares beyond it, below 1e-290, count as 0

double density(double z) { return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2; }
double upper_tail(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

/// g(z) = phi(z) - z Q(z) for z >= 0: the integral of the upper tail from z on.
double tail_integral(double z) { return z > farthest ? 0 : std::max(density(z) - z * upper_tail(z), 0.0); }

/// Probability between two points, from the tail that loses no digits.
double between(double low, double high) {
  if (low > 0) return upper_tail(low) - upper_tail(high);
  if (high < 0) return upper_tail(-high) - upper_tail(-low);
  return 0.5 * (std::erf(high / std::numbers::sqrt2) - std::erf(low / std::numbers::sqrt2));
}

/// Mean of a function over low..high by a Gauss rule of seven points: exact to rounding for changes up to a factor e.
template <class Function>
double mean(double low, double high, Function function) {
  using Rule = boost::math::quadrature::gauss<double, 7>;
  const double centre = 0.5 * (low + high), half = 0.5 * (high - low);
  double sum = Rule::weights()[0] * function(centre);
  for (std::size_t i = 1; i < Rule::abscissa().size(); ++i) {
    const double step = half * Rule::abscissa()[i];
    sum += Rule::weights()[i] * (function(centre - step) + function(centre + step));
  }
  return 0.5 * sum;
}

/// Whether the density changes by less than a factor of e over this width, so far from its centre.
bool narrow(double width, double distance) { return width * std::max(distance, 1.0) < 1; }

}  // namespace

double GaussianSmearing::above(double low, double high, double from) const {
  const double width = (high - low) / sigma_, distance = (from - high) / sigma_;
  if (distance > farthest) return 0;
  if (narrow(width, distance)) {
    return mean(distance, distance + width, upper_tail);
  }
  const double overlap = std::clamp(high - from, 0.0, high - low) / (high - low);
  return overlap + (tail_integral(std::abs(distance)) - tail_integral(std::abs(from - low) / sigma_)) / width;
}

double GaussianSmearing::operator()(double low, double high, double from, double to) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double overlap = std::max(std::min(high, to) - std::max(low, from), 0.0);
  if (sigma_ == 0) return overlap / (high - low);
  if (from == -infinity && to == infinity) return 1;
  if (to == infinity) return above(low, high, from);
  if (from == -infinity) return above(-high, -low, -to);

  const double distance = std::max({from - high, low - to, 0.0}) / sigma_;
  if (distance > farthest) return 0;
  // Lengths in standard deviations from `low`, where differences are exact.
  const double width = (high - low) / sigma_, start = (from - low) / sigma_, reach = (to - from) / sigma_;
  const bool narrow_source = narrow(width, distance), narrow_target = narrow(reach, distance);
  if (narrow_source && narrow_target) {
    return reach * mean(0, width, [&](double x) { return mean(start - x, start + reach - x, density); });
  }
  if (narrow_source) {
    return mean(0, width, [&](double x) { return between(start - x, start + reach - x); });
  }
  if (narrow_target) {
    return reach / width * mean(start, start + reach, [&](double y) { return between(y - width, y); });
  }
  const auto g = [&](double z) { return tail_integral(std::abs(z) / sigma_); };
  return (overlap / sigma_ + g(to - low) - g(to - high) - g(from - low) + g(from - high)) / width;
}

}  // namespace slipburst::host
