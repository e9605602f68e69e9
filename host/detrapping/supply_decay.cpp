#include "host/detrapping/supply_decay.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "host/numerics/least_squares.hpp"

namespace slipburst::host {
namespace {

/// Mean of e^(-decay t) over a window.
double mean_supply(double decay, double from_s, double to_s) {
  const double x = decay * (to_s - from_s);
  const double share = std::abs(x) < 1e-8 ? 1 - x / 2 : -std::expm1(-x) / x;
  return std::exp(-decay * from_s) * share;
}
double mean_supply(double decay, const WindowFrequency& point) { return mean_supply(decay, point.from_s, point.to_s); }

/// Best initial and plateau frequencies for a given decay: a linear problem.
struct Linear {
  double initial, plateau, chi_square;
};

Linear best_for(double decay, std::span<const WindowFrequency> points) {
  double ss = 0, s1 = 0, one = 0, sy = 0, y1 = 0;
  for (const WindowFrequency& point : points) {
    const double weight = 1 / (point.sigma_Hz * point.sigma_Hz), supply = mean_supply(decay, point);
    ss += weight * supply * supply;
    s1 += weight * supply;
    one += weight;
    sy += weight * supply * point.frequency_Hz;
    y1 += weight * point.frequency_Hz;
  }
  const double determinant = ss * one - s1 * s1;
  Linear linear{(sy * one - y1 * s1) / determinant, (ss * y1 - s1 * sy) / determinant, 0};
  for (const WindowFrequency& point : points) {
    const double residual =
        (linear.initial * mean_supply(decay, point) + linear.plateau - point.frequency_Hz) / point.sigma_Hz;
    linear.chi_square += residual * residual;
  }
  return linear;
}

}  // namespace

double mean_frequency(const SupplyDecayFit& fit, double from_s, double to_s) {
  return fit.initial_Hz * mean_supply(fit.decay_Hz, from_s, to_s) + fit.plateau_Hz;
}

SupplyDecayFit fit_supply_decay(std::span<const WindowFrequency> points) {
  constexpr std::size_t min_points = 4;
  if (points.size() < min_points) throw std::invalid_argument("a decay to a plateau needs four windows at least");
  double last_s = 0;
  for (const WindowFrequency& point : points) {
    if (!(point.from_s >= 0 && point.to_s > point.from_s && point.sigma_Hz > 0 && std::isfinite(point.sigma_Hz) &&
          std::isfinite(point.frequency_Hz))) {
      throw std::invalid_argument("windows must begin at 0 or later, rise, and have finite positive sigmas");
    }
    last_s = std::max(last_s, point.to_s);
  }
  // Grid of decays: from one that the windows hardly see to one that is over within the first window.
  constexpr int steps = 60;
  double decay = 0;
  Linear best{0, 0, std::numeric_limits<double>::infinity()};
  for (int i = 0; i <= steps; ++i) {
    const double tried = std::pow(10.0, -1.5 + 4.0 * i / steps) / last_s;
    const Linear linear = best_for(tried, points);
    if (!(linear.chi_square < best.chi_square)) continue;
    best = linear;
    decay = tried;
  }
  const Residuals residuals = [&](std::span<const double> p, std::span<double> out) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      out[i] = (p[0] * mean_supply(p[1], points[i]) + p[2] - points[i].frequency_Hz) / points[i].sigma_Hz;
    }
  };
  double sigma = 0;
  for (const WindowFrequency& point : points) sigma = std::max(sigma, point.sigma_Hz);
  const std::array<double, 3> start = {best.initial, decay, best.plateau};
  const std::array<double, 3> scale = {sigma + 0.1 * std::abs(best.initial), 0.3 * decay,
                                       sigma + 0.1 * std::abs(best.plateau)};
  if (!std::isfinite(best.chi_square) || !(decay > 0)) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {none, none, none, none, none, none, none, points.size() - 3, none, false};
  }
  const LeastSquaresFit fit = fit_least_squares(residuals, points.size(), start, scale);
  const bool determined =
      fit.converged && fit.values[1] > 0 && std::ranges::all_of(fit.sigmas, [](double s) { return std::isfinite(s); });
  return {fit.values[0], fit.sigmas[0],  fit.values[1],          fit.sigmas[1], fit.values[2],
          fit.sigmas[2], fit.chi_square, fit.degrees_of_freedom, fit.p_value,   determined};
}

}  // namespace slipburst::host
