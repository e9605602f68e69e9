#include "host/numerics/least_squares.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "host/numerics/special_values.hpp"

namespace slipburst::host {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Place = std::vector<double>;
using Indices = std::vector<std::size_t>;

constexpr double difference_step = 6e-6;   // cube root of the precision: rounding and truncation are alike
constexpr double max_widening = 100;       // of that step
constexpr double min_independence = 1e-9;  // of a column of the derivatives; well above the error of differences
constexpr double min_singular = 1e-12;     // of the largest singular value
constexpr double max_left_to_go = 1e-6;    // of chi-square
constexpr double min_fall = 1e-9;          // of chi-square, relative: a step that promises less is the last
constexpr double rounding = 1e-14;         // of chi-square, relative
constexpr double min_gain = 1e-4;          // of the predicted fall that a step must bring
constexpr double min_radius = 1e-15;
constexpr int max_runs = 4, max_steps = 400;

Eigen::Index signed_index(std::size_t i) { return static_cast<Eigen::Index>(i); }

Matrix columns(const Matrix& all, const Indices& chosen) {
  Matrix result(all.rows(), signed_index(chosen.size()));
  for (std::size_t k = 0; k < chosen.size(); ++k) result.col(signed_index(k)) = all.col(signed_index(chosen[k]));
  return result;
}

/// Residuals over parameters within ranges, whose derivatives and steps are in units of each parameter's scale.
class Problem {
 public:
  Problem(const Residuals& residuals, std::size_t data, std::span<const ParameterRange> ranges)
      : residuals_(residuals), data_(data), ranges_(ranges), steps_(ranges.size(), difference_step) {}

  std::size_t data() const { return data_; }
  double scale(std::size_t i) const { return ranges_[i].scale; }

  Vector residuals(const Place& place) const {
    Vector result(signed_index(data_));
    residuals_(place, {result.data(), data_});
    return result;
  }

  /// Central differences for the chosen parameters, one-sided at bounds; columns of others are zero. Widens the steps
  /// of the next differences for parameters that hardly change the residuals, as rounding would dominate them.
  Matrix jacobian(const Place& place, const Indices& chosen) {
    Matrix result = Matrix::Zero(signed_index(data_), signed_index(place.size()));
    for (const std::size_t i : chosen) {
      const double step = steps_[i] * scale(i);
      Place below = place, above = place;
      below[i] = std::max(place[i] - step, ranges_[i].low);
      above[i] = std::min(place[i] + step, ranges_[i].high);
      result.col(signed_index(i)) = (residuals(above) - residuals(below)) / ((above[i] - below[i]) / scale(i));
      steps_[i] = difference_step * std::clamp(1 / result.col(signed_index(i)).norm(), 1.0, max_widening);
    }
    return result;
  }

  /// Chosen parameters that are not at a bound towards, or beyond, which chi-square falls.
  Indices movable(const Place& place, const Matrix& jacobian, const Vector& residuals, const Indices& chosen) const {
    Indices result;
    for (const std::size_t i : chosen) {
      const double slope = jacobian.col(signed_index(i)).dot(residuals);
      const bool held = slope >= 0 ? place[i] <= ranges_[i].low : place[i] >= ranges_[i].high;
      if (!held) result.push_back(i);
    }
    return result;
  }

  /// Bound that a step passes.
  std::optional<double> passed(const Place& place, std::size_t i, double step) const {
    const double end = place[i] + step * scale(i);
    if (end < ranges_[i].low) return ranges_[i].low;
    if (end > ranges_[i].high) return ranges_[i].high;
    return std::nullopt;
  }

 private:
  const Residuals& residuals_;
  std::size_t data_;
  std::span<const ParameterRange> ranges_;
  std::vector<double> steps_;  // of differences, in units of the scales
};

/// Step no longer than the radius, about, that minimises |r + J step|: Hebden's and Moré's iteration for the damping.
Vector limited_step(const Matrix& jacobian, const Vector& residuals, double radius) {
  const Eigen::JacobiSVD<Matrix> svd(jacobian, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const Vector& singular = svd.singularValues();
  const Vector along = svd.matrixU().adjoint() * residuals;
  Vector step = Vector::Zero(singular.size());
  double damping = 0;
  for (int i = 0; i < 50; ++i) {
    double slope = 0;
    for (Eigen::Index k = 0; k < singular.size(); ++k) {
      if (!(singular[k] > min_singular * singular[0])) continue;
      const double curvature = singular[k] * singular[k] + damping;
      step[k] = -singular[k] / curvature * along[k];
      slope += step[k] * step[k] / curvature;
    }
    const double length = step.norm();
    if (!(length > 1.1 * radius)) break;
    damping += (length / radius - 1) * length * length / slope;
  }
  return svd.matrixV() * step;
}

/// Step in scaled coordinates, and the bounds at which it ends.
struct Step {
  Vector change;
  std::vector<std::pair<std::size_t, double>> bounds;  ///< parameter and its bound
};

/// Step of the movable parameters: one that would pass a bound goes as far as the bound, and the others adapt.
Step step_within(const Problem& problem, const Place& place, const Matrix& jacobian, Vector residuals, Indices movable,
                 double radius) {
  Step step{Vector::Zero(jacobian.cols()), {}};
  while (!movable.empty()) {
    const Vector change = limited_step(columns(jacobian, movable), residuals, radius);
    std::size_t farthest = movable.size();
    double most = 0;
    for (std::size_t k = 0; k < movable.size(); ++k) {
      const double along = change[signed_index(k)];
      const std::optional<double> bound = problem.passed(place, movable[k], along);
      if (!bound) continue;
      const double beyond = std::abs(along) - std::abs(*bound - place[movable[k]]) / problem.scale(movable[k]);
      if (farthest < movable.size() && !(beyond > most)) continue;
      most = beyond;
      farthest = k;
    }
    if (farthest == movable.size()) {
      for (std::size_t k = 0; k < movable.size(); ++k) {
        step.change[signed_index(movable[k])] = change[signed_index(k)];
      }
      return step;
    }
    const std::size_t i = movable[farthest];
    const double bound = *problem.passed(place, i, change[signed_index(farthest)]);
    const auto column = signed_index(i);
    step.change[column] = (bound - place[i]) / problem.scale(i);
    step.bounds.emplace_back(i, bound);
    residuals += jacobian.col(column) * step.change[column];
    movable.erase(movable.begin() + static_cast<std::ptrdiff_t>(farthest));
  }
  return step;
}

Place moved(const Problem& problem, Place place, const Step& step) {
  for (std::size_t i = 0; i < place.size(); ++i) place[i] += step.change[signed_index(i)] * problem.scale(i);
  for (const auto& [parameter, bound] : step.bounds) place[parameter] = bound;
  return place;
}

/// Levenberg-Marquardt steps from a place and its residuals, until none falls any more.
void descend(Problem& problem, const Indices& free, Place& place, Vector& residuals) {
  double radius = 1;
  for (int i = 0; i < max_steps; ++i) {
    const Matrix jacobian = problem.jacobian(place, free);
    if (!jacobian.allFinite()) return;
    const Indices movable = problem.movable(place, jacobian, residuals, free);
    const double chi_square = residuals.squaredNorm();
    for (bool accepted = false; !accepted;) {
      const Step step = step_within(problem, place, jacobian, residuals, movable, radius);
      const double length = step.change.norm();
      const Vector along = jacobian * step.change;
      const double fall = -along.dot(2 * residuals + along);
      const bool last = !(fall > min_fall * chi_square);
      double gain = 0;
      if (fall > 0) {
        const Place trial = moved(problem, place, step);
        const Vector there = problem.residuals(trial);
        gain = (chi_square - there.squaredNorm()) / fall;
        accepted = last ? gain * fall > -rounding * chi_square : gain > min_gain;
        if (accepted) {
          place = trial;
          residuals = there;
        }
      }
      if (last && step.bounds.empty()) return;
      if (gain > 0.75) radius = std::max(radius, 2 * length);
      if (!(gain > 0.25)) radius = 0.25 * std::min(radius, length);
      if (!(radius > min_radius)) return;
    }
  }
}

/// Covariance and remaining descent, from the derivatives at a place.
struct Curvature {
  Matrix covariance;  ///< of the scaled coordinates; NaN if it is singular
  double left_to_go;  ///< fall of chi-square predicted by the linearised model; infinite without derivatives
};

Curvature curvature_of(const Matrix& jacobian, const Vector& residuals) {
  const Eigen::Index size = jacobian.cols();
  Curvature result{Matrix::Constant(size, size, not_a_number), infinity};
  if (size == 0) return {result.covariance, 0};
  if (!jacobian.allFinite()) return result;
  Vector norms = jacobian.colwise().stableNorm();
  for (double& norm : norms) norm = norm > 0 ? norm : 1;
  Eigen::ColPivHouseholderQR<Matrix> qr(jacobian.rows(), size);
  qr.setThreshold(min_independence);
  qr.compute(jacobian * norms.cwiseInverse().asDiagonal());
  const Vector along = qr.householderQ().adjoint() * residuals;
  result.left_to_go = along.head(qr.rank()).squaredNorm();
  if (qr.rank() < size) return result;
  const Matrix inverse =
      qr.matrixR().topRows(size).template triangularView<Eigen::Upper>().solve(Matrix::Identity(size, size));
  const Matrix root = norms.cwiseInverse().asDiagonal() * (qr.colsPermutation() * inverse);
  result.covariance = root * root.transpose();
  return result;
}

/// Covariance in the parameters' units; NaN for parameters that are not among the chosen.
std::vector<std::vector<double>> unscaled(const Problem& problem, const Matrix& covariance, const Indices& chosen,
                                          std::size_t size) {
  std::vector<std::vector<double>> result(size, std::vector<double>(size, not_a_number));
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    for (std::size_t l = 0; l < chosen.size(); ++l) {
      result[chosen[k]][chosen[l]] =
          problem.scale(chosen[k]) * problem.scale(chosen[l]) * covariance(signed_index(k), signed_index(l));
    }
  }
  return result;
}

void check(std::size_t data, std::span<const double> start, std::span<const ParameterRange> ranges,
           const Indices& free) {
  if (start.empty() || start.size() != ranges.size()) {
    throw std::invalid_argument("a fit needs a start and a range for each parameter, and a parameter");
  }
  if (data < free.size()) {
    throw std::invalid_argument(std::to_string(data) + " data cannot determine " + std::to_string(free.size()) +
                                " parameters");
  }
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (!std::isfinite(start[i]) || !std::isfinite(ranges[i].scale) || !(ranges[i].scale > 0)) {
      throw std::invalid_argument("parameter " + std::to_string(i) + ": start must be finite and scale positive");
    }
  }
}

/// Parameters that a fit may move.
Indices free_of(std::span<const ParameterRange> ranges, std::size_t size, const std::vector<std::size_t>& held) {
  Indices free;
  for (std::size_t i = 0; i < size; ++i) {
    if (std::ranges::find(held, i) != held.end()) continue;
    if (i >= ranges.size() || ranges[i].low < ranges[i].high) free.push_back(i);
  }
  return free;
}

Place clamped(std::span<const double> start, std::span<const ParameterRange> ranges,
              const std::vector<std::size_t>& held) {
  Place place(start.begin(), start.end());
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (std::ranges::find(held, i) == held.end()) place[i] = std::clamp(place[i], ranges[i].low, ranges[i].high);
  }
  return place;
}

}  // namespace

LeastSquaresFit fit_within(const Residuals& function, std::size_t data, std::span<const double> start,
                           std::span<const ParameterRange> ranges, const std::vector<std::size_t>& held) {
  const Indices free = free_of(ranges, start.size(), held);
  check(data, start, ranges, free);
  Problem problem(function, data, ranges);
  Place place = clamped(start, ranges, held);
  Vector residuals = problem.residuals(place);
  if (!free.empty() && !residuals.allFinite()) {
    throw std::invalid_argument("the residuals at the start are not finite");
  }
  LeastSquaresFit fit{};
  Curvature curvature{};
  Indices movable;
  fit.converged = free.empty();
  // The radius of steps may have shrunk on the way: a new run starts with a wide one.
  for (int run = 0; run < max_runs && !fit.converged; ++run) {
    descend(problem, free, place, residuals);
    const Matrix jacobian = problem.jacobian(place, free);
    movable = problem.movable(place, jacobian, residuals, free);
    curvature = curvature_of(columns(jacobian, movable), residuals);
    const double freedom = static_cast<double>(data) - static_cast<double>(movable.size());
    const double per_degree = freedom > 0 ? residuals.squaredNorm() / freedom : 0;
    fit.converged = curvature.left_to_go <= max_left_to_go * std::max(1.0, per_degree);
  }
  fit.values = place;
  fit.covariance = unscaled(problem, curvature.covariance, movable, place.size());
  for (std::size_t i = 0; i < place.size(); ++i) fit.sigmas.push_back(std::sqrt(fit.covariance[i][i]));
  fit.chi_square = residuals.squaredNorm();
  fit.degrees_of_freedom = data - movable.size();
  const auto freedom = static_cast<double>(fit.degrees_of_freedom);
  const bool tests = freedom > 0 && std::isfinite(fit.chi_square);
  fit.p_value =
      tests ? boost::math::gamma_q(0.5 * freedom, 0.5 * fit.chi_square) : std::numeric_limits<double>::quiet_NaN();
  return fit;
}

LeastSquaresFit fit_least_squares(const Residuals& residuals, std::size_t data, std::span<const double> start,
                                  std::span<const double> scale) {
  std::vector<ParameterRange> ranges(scale.size());
  for (std::size_t i = 0; i < scale.size(); ++i) ranges[i].scale = scale[i];
  return fit_within(residuals, data, start, ranges);
}

std::optional<LeastSquaresFit> fit_lowest(const Residuals& residuals, std::size_t data,
                                          std::span<const std::vector<double>> starts, std::size_t max_descents,
                                          std::span<const ParameterRange> ranges,
                                          const std::vector<std::size_t>& held) {
  std::vector<std::pair<double, Place>> order;
  for (const Place& start : starts) {
    const Place place = clamped(start, ranges, held);
    const double chi_square = chi_square_at(residuals, data, place);
    if (std::isfinite(chi_square)) order.emplace_back(chi_square, place);
  }
  std::ranges::stable_sort(order, {}, &std::pair<double, Place>::first);
  order.resize(std::min(max_descents, order.size()));
  std::optional<LeastSquaresFit> best;
  for (const auto& [chi_square, place] : order) {
    LeastSquaresFit found = fit_within(residuals, data, place, ranges, held);
    if (!best || found.chi_square < best->chi_square) best = std::move(found);
  }
  return best;
}

double chi_square_at(const Residuals& residuals, std::size_t data, std::span<const double> values) {
  Vector result(signed_index(data));
  residuals(values, {result.data(), data});
  return result.squaredNorm();
}

std::vector<std::vector<double>> covariance_at(const Residuals& residuals, std::size_t data,
                                               std::span<const double> values, std::span<const ParameterRange> ranges) {
  Problem problem(residuals, data, ranges);
  const Place place(values.begin(), values.end());
  const Indices all = free_of(ranges, place.size(), {});
  const Matrix jacobian = columns(problem.jacobian(place, all), all);
  return unscaled(problem, curvature_of(jacobian, Vector::Zero(signed_index(data))).covariance, all, place.size());
}

}  // namespace slipburst::host
