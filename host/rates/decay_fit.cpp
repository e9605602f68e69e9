#include "host/rates/decay_fit.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/numerics/least_squares.hpp"

namespace slipburst::host {
namespace {

/// First start and last end of the points.
struct Bounds {
  double from, to;
};

Bounds check(std::span<const DecayPoint> points, std::size_t least) {
  if (points.size() < least) {
    throw std::invalid_argument("a fit of this decay needs " + std::to_string(least) + " intervals, not " +
                                std::to_string(points.size()));
  }
  Bounds range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  std::size_t positive = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const DecayPoint& point = points[i];
    const std::string where = "interval " + std::to_string(i) + ": ";
    if (!std::isfinite(point.from_s) || !std::isfinite(point.to_s) || !(point.from_s < point.to_s)) {
      throw std::invalid_argument(where + "its end must come after its start, both finite");
    }
    if (!std::isfinite(point.counts)) throw std::invalid_argument(where + "its counts must be finite");
    if (!std::isfinite(point.sigma) || !(point.sigma > 0)) {
      throw std::invalid_argument(where + "sigma must be positive and finite");
    }
    range = {std::min(range.from, point.from_s), std::max(range.to, point.to_s)};
    positive += point.counts > 0;
  }
  if (positive < 2) throw std::invalid_argument("a decay cannot be seen in fewer than two intervals with counts");
  return range;
}

/// Straight line through the logarithms of the rates, weighted, over an axis computed from the ends of each interval.
struct Line {
  double height, slope;  ///< at zero
};

template <class Axis>
Line log_rates(std::span<const DecayPoint> points, const Axis& axis) {
  double weights = 0, x_mean = 0, y_mean = 0, xx = 0, xy = 0;
  for (const DecayPoint& point : points) {
    if (!(point.counts > 0)) continue;
    const double weight = std::pow(point.counts / point.sigma, 2), x = axis(point);
    const double y = std::log(point.counts / (point.to_s - point.from_s));
    weights += weight;
    const double dx = x - x_mean, dy = y - y_mean;  // one pass, after Welford
    x_mean += weight / weights * dx;
    y_mean += weight / weights * dy;
    xx += weight * dx * (x - x_mean);
    xy += weight * dx * (y - y_mean);
  }
  const double slope = xx > 0 ? xy / xx : 0;
  return {y_mean - slope * x_mean, slope};
}

/// (e^z - 1)/z
double growth(double z) { return z == 0 ? 1 : std::expm1(z) / z; }

/// Least-squares fit; empty if start, scales or residuals are beyond the range of doubles, as for counts over too many
/// decades of time.
std::optional<LeastSquaresFit> fit_in_range(const Residuals& residuals, std::size_t data, std::span<const double> start,
                                            std::span<const double> scale) {
  const auto is_finite = [](double value) { return std::isfinite(value); };
  const auto is_scale = [](double value) { return std::isfinite(value) && value > 0; };
  std::vector<double> at_start(data);
  residuals(start, at_start);
  const bool in_range = std::ranges::all_of(start, is_finite) && std::ranges::all_of(scale, is_scale) &&
                        std::ranges::all_of(at_start, is_finite);
  return in_range ? std::optional(fit_least_squares(residuals, data, start, scale)) : std::nullopt;
}

/// Integral over an interval of ((t - origin)/(reference - origin))^exponent, with times counted from the first start:
/// the origin lies `distance` before it. With x = t - origin and L = ln(x2/x1) it is x1^(1+p) L growth((1+p) L): no
/// difference of nearly equal numbers, and no pole at p = -1.
class PowerLaw {
 public:
  PowerLaw(double first, double reference) : first_(first), reference_(reference - first) {}
  double operator()(const DecayPoint& point, double exponent, double distance) const {
    const double start = distance + (point.from_s - first_);
    const double ratio = std::log1p((point.to_s - point.from_s) / start);
    return std::exp(exponent * std::log(start / (distance + reference_))) * start * ratio *
           growth((1 + exponent) * ratio);
  }

 private:
  double first_, reference_;
};

struct Start {
  double rate, exponent, distance;
};

/// Start values from the logarithms of the rates, with the origin `distance` before the first start.
Start start_at(std::span<const DecayPoint> points, double first, double reference, double distance) {
  const Line line = log_rates(points, [&](const DecayPoint& point) {
    return 0.5 * (std::log(distance + (point.from_s - first)) + std::log(distance + (point.to_s - first)));
  });
  return {std::exp(line.height + line.slope * std::log(distance + (reference - first))), line.slope, distance};
}

PowerLawFit fit_from(const Start& start, const PowerLaw& law, std::span<const DecayPoint> points, Bounds range,
                     bool origin_is_free) {
  const double exponent_scale = 1 / (1 + std::log1p((range.to - range.from) / start.distance));
  std::vector<double> values = {start.rate, start.exponent}, scale = {start.rate, exponent_scale};
  if (origin_is_free) {  // as the logarithm of its distance, so that it stays before the first start
    values.push_back(std::log(start.distance));
    scale.push_back(1);
  }
  const auto residuals = [&](std::span<const double> p, std::span<double> result) {
    const double distance = origin_is_free ? std::exp(p[2]) : start.distance;
    for (std::size_t i = 0; i < points.size(); ++i) {
      result[i] = (p[0] * law(points[i], p[1], distance) - points[i].counts) / points[i].sigma;
    }
  };
  PowerLawFit fit{};
  fit.chi_square = std::numeric_limits<double>::infinity();
  const std::optional<LeastSquaresFit> fitted = fit_in_range(residuals, points.size(), values, scale);
  if (!fitted) return fit;
  const LeastSquaresFit& found = *fitted;
  fit.rate_Hz = found.values[0];
  fit.rate_sigma_Hz = found.sigmas[0];
  fit.exponent = found.values[1];
  fit.exponent_sigma = found.sigmas[1];
  const double distance = origin_is_free ? std::exp(found.values[2]) : start.distance;
  fit.time_origin_s = range.from - distance;
  if (origin_is_free) fit.time_origin_sigma_s = distance * found.sigmas[2];
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      fit.covariance[i][j] = found.covariance[i][j] * (i == 2 ? -distance : 1) * (j == 2 ? -distance : 1);
    }
  }
  fit.chi_square = found.chi_square;
  fit.degrees_of_freedom = found.degrees_of_freedom;
  fit.p_value = found.p_value;
  fit.converged = found.converged && std::isfinite(fit.exponent_sigma);
  return fit;
}

double reference_time(Bounds range) {
  return range.from > 0 ? std::sqrt(range.from) * std::sqrt(range.to) : range.from + 0.5 * (range.to - range.from);
}

/// Chi-square of start values, with the rate left free.
double chi_square_of(const Start& start, const PowerLaw& law, std::span<const DecayPoint> points) {
  double dd = 0, dm = 0, mm = 0;
  for (const DecayPoint& point : points) {
    const double model = law(point, start.exponent, start.distance) / point.sigma, data = point.counts / point.sigma;
    dd += data * data;
    dm += data * model;
    mm += model * model;
  }
  return dd - dm * dm / mm;
}

/// Counts scaled by about the greatest count, so that squares of counts over sigmas stay in range.
class Scaled {
 public:
  explicit Scaled(std::span<const DecayPoint> points) : points_(points.begin(), points.end()) {
    double greatest = 0;
    for (const DecayPoint& point : points) greatest = std::max(greatest, point.counts);
    if (greatest > 0 && std::isfinite(greatest)) exponent_ = std::ilogb(greatest);
    for (DecayPoint& point : points_) {
      point.counts = std::scalbn(point.counts, -exponent_);
      point.sigma = std::scalbn(point.sigma, -exponent_);
    }
  }

  std::span<const DecayPoint> points() const { return points_; }

  /// Converts a fit of the scaled points into a fit of the given points.
  template <class Fit>
  Fit back(Fit fit) const {
    fit.rate_Hz = std::scalbn(fit.rate_Hz, exponent_);
    fit.rate_sigma_Hz = std::scalbn(fit.rate_sigma_Hz, exponent_);
    for (std::size_t i = 0; i < fit.covariance.size(); ++i) {
      fit.covariance[0][i] = std::scalbn(fit.covariance[0][i], exponent_);
      fit.covariance[i][0] = std::scalbn(fit.covariance[i][0], exponent_);
    }
    return fit;
  }

 private:
  std::vector<DecayPoint> points_;
  int exponent_ = 0;
};

PowerLawFit power_law(std::span<const DecayPoint> points) {
  const Bounds range = check(points, 4);
  const double reference = reference_time(range), length = range.to - range.from;
  const PowerLaw law(range.from, reference);
  double shortest = length;
  for (const DecayPoint& point : points) shortest = std::min(shortest, point.to_s - point.from_s);

  // Chi-square may have two minima in the origin: start from the best of a grid, and from zero.
  Start best{};
  double least = std::numeric_limits<double>::infinity();
  for (double distance = 1e-3 * shortest; distance < 1e3 * length; distance *= 2) {
    const Start start = start_at(points, range.from, reference, distance);
    const double chi_square = chi_square_of(start, law, points);
    if (chi_square < least) {
      least = chi_square;
      best = start;
    }
  }
  std::vector<Start> starts = {best};
  if (range.from > 0) {
    const Start zero = start_at(points, range.from, reference, range.from);
    if (std::isfinite(chi_square_of(zero, law, points))) starts.push_back(zero);
  }
  PowerLawFit fit{};
  fit.chi_square = std::numeric_limits<double>::infinity();
  for (const Start& start : starts) {
    const PowerLawFit other = fit_from(start, law, points, range, true);
    if (other.chi_square < fit.chi_square) fit = other;
  }
  fit.reference_time_s = reference;
  return fit;
}

PowerLawFit power_law(std::span<const DecayPoint> points, double time_origin_s) {
  const Bounds range = check(points, 2);
  if (!(time_origin_s < range.from) || !std::isfinite(time_origin_s)) {
    throw std::invalid_argument("the time origin of a power law must come before its first interval");
  }
  const double reference = reference_time(range);
  const PowerLaw law(range.from, reference);
  const Start start = start_at(points, range.from, reference, range.from - time_origin_s);
  PowerLawFit fit = fit_from(start, law, points, range, false);
  fit.time_origin_s = time_origin_s;
  fit.reference_time_s = reference;
  return fit;
}

ExponentialFit exponential(std::span<const DecayPoint> points) {
  const Bounds range = check(points, 2);
  const double reference = range.from + 0.5 * (range.to - range.from);
  const Line line = log_rates(
      points, [&](const DecayPoint& point) { return (point.from_s - reference) + 0.5 * (point.to_s - point.from_s); });
  const auto residuals = [&](std::span<const double> p, std::span<double> result) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double width = points[i].to_s - points[i].from_s;
      const double model = p[0] * std::exp(-p[1] * (points[i].from_s - reference)) * width * growth(-p[1] * width);
      result[i] = (model - points[i].counts) / points[i].sigma;
    }
  };
  const double rate = std::exp(line.height);
  ExponentialFit fit{};
  fit.reference_time_s = reference;
  const std::optional<LeastSquaresFit> fitted = fit_in_range(residuals, points.size(), std::vector{rate, -line.slope},
                                                             std::vector{rate, 1 / (range.to - range.from)});
  if (!fitted) return fit;
  const LeastSquaresFit& found = *fitted;
  fit.rate_Hz = found.values[0];
  fit.rate_sigma_Hz = found.sigmas[0];
  fit.slope_Hz = found.values[1];
  fit.slope_sigma_Hz = found.sigmas[1];
  fit.tau_s = 1 / fit.slope_Hz;
  fit.tau_sigma_s = fit.slope_sigma_Hz / (fit.slope_Hz * fit.slope_Hz);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 2; ++j) fit.covariance[i][j] = found.covariance[i][j];
  }
  fit.chi_square = found.chi_square;
  fit.degrees_of_freedom = found.degrees_of_freedom;
  fit.p_value = found.p_value;
  fit.converged = found.converged;
  return fit;
}

}  // namespace

PowerLawFit fit_power_law(std::span<const DecayPoint> points) {
  const Scaled scaled(points);
  return scaled.back(power_law(scaled.points()));
}

PowerLawFit fit_power_law(std::span<const DecayPoint> points, double time_origin_s) {
  const Scaled scaled(points);
  return scaled.back(power_law(scaled.points(), time_origin_s));
}

ExponentialFit fit_exponential(std::span<const DecayPoint> points) {
  const Scaled scaled(points);
  return scaled.back(exponential(scaled.points()));
}

}  // namespace slipburst::host
