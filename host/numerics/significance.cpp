#include "host/numerics/significance.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace slipburst::host {
namespace {

constexpr double min_log = -600;  // probabilities below are taken by series; doubles end at -745
constexpr int max_terms = 10000;

/// ln of Q(a, x) for x well above a: Legendre's continued fraction by Lentz's method (DLMF 8.9.2).
double log_far_gamma_q(double a, double x) {
  double b = x + 1 - a, c = 1e300, d = 1 / b, fraction = d;
  for (int i = 1; i < max_terms; ++i) {
    const double term = i * (a - i);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    const double factor = c * d;
    fraction *= factor;
    if (std::abs(factor - 1) < 1e-15) break;
  }
  return a * std::log(x) - x - std::lgamma(a) + std::log(fraction);
}

/// ln erfc(z) for large z, asymptotically (DLMF 7.12.1): the terms left out are below 1e-13.
double log_far_erfc(double z) {
  const double y = 0.5 / (z * z);
  const double series = 1 - y * (1 - 3 * y * (1 - 5 * y * (1 - 7 * y)));
  return -z * z - std::log(z * std::sqrt(std::acos(-1.0))) + std::log(series);
}

}  // namespace

double log_chi_square_tail(double chi_square, double degrees_of_freedom) {
  if (!(degrees_of_freedom > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double a = 0.5 * degrees_of_freedom, x = 0.5 * chi_square;
  const double log_bound = a * std::log(x) - x - std::lgamma(a);  // of the order of ln Q beyond x = a
  if (x > 2 * a && log_bound < min_log) return log_far_gamma_q(a, x);
  return std::log(boost::math::gamma_q(a, x));
}

double gaussian_deviations(double log_probability) {
  const double root2 = std::sqrt(2.0);
  if (std::isnan(log_probability)) return log_probability;
  if (!(log_probability < 0)) return 0;
  if (log_probability > min_log) return root2 * boost::math::erfc_inv(std::exp(log_probability));
  double z = std::sqrt(-log_probability);
  for (int i = 0; i < 6; ++i) {  // Newton: d ln erfc / dz is -2 z, nearly
    z += (log_far_erfc(z) - log_probability) / (2 * z);
  }
  return root2 * z;
}

}  // namespace slipburst::host
