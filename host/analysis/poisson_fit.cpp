#include "host/analysis/poisson_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <stdexcept>
#include <unsupported/Eigen/NonLinearOptimization>
#include <utility>

#include "host/numerics/special_values.hpp"

namespace slipburst::host {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr double coordinate_step = 1e-5;  // in the logistic coordinate
constexpr double steepest = 4;            // beyond this coordinate a parameter hardly moves
constexpr double nearest_share = 1e-9;    // of the range of ln p: closest approach of a coordinate to a bound
constexpr double min_expected = 1e-300;
constexpr std::size_t max_starts_of_grid = 2;

/// Counts against a model whose parameters have coordinates without bounds: t in
/// ln p = ln low + ln(high/low) / (1 + e^-t).
class CountProblem {
 public:
  CountProblem(const Expectation& expectation, std::span<const std::uint64_t> counts,
               std::span<const FitParameter> parameters, const std::function<void()>& poll)
      : expectation_(expectation), poll_(poll), parameters_(parameters) {
    for (const std::uint64_t count : counts) counts_.push_back(static_cast<double>(count));
  }

  std::size_t bins() const { return counts_.size(); }
  std::size_t size() const { return parameters_.size(); }
  const FitParameter& parameter(std::size_t i) const { return parameters_[i]; }
  std::int64_t evaluations() const { return evaluations_; }

  double range(std::size_t i) const { return std::log(parameters_[i].high / parameters_[i].low); }
  double value(std::size_t i, double t) const { return parameters_[i].low * std::exp(range(i) / (1 + std::exp(-t))); }
  double coordinate(std::size_t i, double value) const {
    const double share = std::clamp(std::log(value / parameters_[i].low) / range(i), nearest_share, 1 - nearest_share);
    return std::log(share / (1 - share));
  }

  std::vector<double> expected(const Vector& t) const {
    if (poll_) poll_();
    ++evaluations_;
    std::vector<double> values;
    for (std::size_t i = 0; i < size(); ++i) values.push_back(value(i, t[static_cast<Eigen::Index>(i)]));
    return expectation_(values);
  }
  Vector residuals(const Vector& t) const { return residuals_of(expected(t)); }
  /// Residuals at values of the parameters themselves, which may lie a little outside the bounds.
  Vector residuals_at(const std::vector<double>& values) const {
    ++evaluations_;
    return residuals_of(expectation_(values));
  }
  double deviance(const Vector& t) const { return residuals(t).squaredNorm(); }
  double pearson(const std::vector<double>& mu) const {
    double sum = 0;
    for (std::size_t i = 0; i < bins(); ++i) {
      if (counts_[i] > 0 || mu[i] > 0) sum += (counts_[i] - mu[i]) * (counts_[i] - mu[i]) / mu[i];
    }
    return sum;
  }

 private:
  Vector residuals_of(const std::vector<double>& mu) const {
    Vector result(static_cast<Eigen::Index>(bins()));
    for (std::size_t i = 0; i < bins(); ++i) {
      result[static_cast<Eigen::Index>(i)] = deviance_residual(std::max(mu[i], min_expected), counts_[i]);
    }
    return result;
  }

  const Expectation& expectation_;
  const std::function<void()>& poll_;
  std::span<const FitParameter> parameters_;
  std::vector<double> counts_;
  mutable std::int64_t evaluations_ = 0;
};

/// Residuals in the form of Eigen's minimiser, over the free coordinates.
class CountResiduals {
 public:
  using Scalar = double;
  using InputType = Vector;
  using ValueType = Vector;
  using JacobianType = Matrix;
  enum { InputsAtCompileTime = Eigen::Dynamic, ValuesAtCompileTime = Eigen::Dynamic };

  CountResiduals(const CountProblem& problem, Vector all, std::vector<Eigen::Index> free)
      : problem_(problem), all_(std::move(all)), free_(std::move(free)) {}

  int inputs() const { return static_cast<int>(free_.size()); }
  int values() const { return static_cast<int>(problem_.bins()); }

  Vector full(const Vector& x) const {
    Vector t = all_;
    for (std::size_t i = 0; i < free_.size(); ++i) t[free_[i]] = x[static_cast<Eigen::Index>(i)];
    return t;
  }
  Vector reduced() const {
    Vector x(static_cast<Eigen::Index>(free_.size()));
    for (std::size_t i = 0; i < free_.size(); ++i) x[static_cast<Eigen::Index>(i)] = all_[free_[i]];
    return x;
  }
  int operator()(const Vector& x, Vector& residuals) const {
    residuals = problem_.residuals(full(x));
    return 0;
  }
  int df(const Vector& x, Matrix& jacobian) const {
    const Vector here = problem_.residuals(full(x));
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      Vector ahead = x;
      ahead[i] += coordinate_step;
      jacobian.col(i) = (problem_.residuals(full(ahead)) - here) / coordinate_step;
    }
    return 0;
  }

 private:
  const CountProblem& problem_;
  Vector all_;
  std::vector<Eigen::Index> free_;
};

/// Minimises the deviance from `start` over all coordinates but `fixed`. \return the deviance; start becomes the
/// minimum
double minimise(const CountProblem& problem, Vector& start, Eigen::Index fixed = -1) {
  std::vector<Eigen::Index> free;
  for (Eigen::Index i = 0; i < start.size(); ++i) {
    if (i != fixed) free.push_back(i);
  }
  if (free.empty()) return problem.deviance(start);
  CountResiduals residuals(problem, start, free);
  Eigen::LevenbergMarquardt<CountResiduals> method(residuals);
  method.parameters.ftol = method.parameters.xtol = 1e-10;
  method.parameters.maxfev = 200;
  Vector x = residuals.reduced();
  method.minimize(x);
  start = residuals.full(x);
  return method.fvec.squaredNorm();
}

/// Start places: the given start and the best points of a grid between the bounds.
std::vector<Vector> starts(const CountProblem& problem) {
  const auto size = static_cast<Eigen::Index>(problem.size());
  Vector given(size);
  for (std::size_t i = 0; i < problem.size(); ++i) {
    given[static_cast<Eigen::Index>(i)] = problem.coordinate(i, problem.parameter(i).start);
  }
  const std::vector<double> shares =
      problem.size() <= 3 ? std::vector{0.1, 0.3, 0.5, 0.7, 0.9} : std::vector{0.2, 0.5, 0.8};
  std::vector<std::pair<double, Vector>> points;
  std::vector<std::size_t> index(problem.size(), 0);
  for (bool more = true; more;) {
    Vector t(size);
    for (std::size_t i = 0; i < problem.size(); ++i) {
      t[static_cast<Eigen::Index>(i)] = std::log(shares[index[i]] / (1 - shares[index[i]]));
    }
    points.emplace_back(problem.deviance(t), t);
    more = false;
    for (std::size_t i = 0; i < index.size() && !more; ++i) {
      more = ++index[i] < shares.size();
      if (!more) index[i] = 0;
    }
  }
  const std::size_t kept = std::min(max_starts_of_grid, points.size());
  std::partial_sort(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(kept), points.end(),
                    [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Vector> result = {given};
  for (std::size_t i = 0; i < kept; ++i) result.push_back(points[i].second);
  return result;
}

/// Profile intervals of the parameters. Searches share the places they visit: the search for one parameter's end goes
/// on from any place with a low enough deviance that the search for another's end has met.
class Profiles {
 public:
  /// \param log_sigma  from the curvature, [parameters]
  Profiles(const CountProblem& problem, const Vector& best, double deviance, const Vector& log_sigma)
      : problem_(problem), deviance_(deviance), log_sigma_(log_sigma), within_{best}, ends_(problem.size()) {
    for (bool farther = true; farther;) {
      farther = false;
      for (std::size_t i = 0; i < ends_.size(); ++i) {
        for (const int side : {-1, 1}) farther |= search(i, side);
      }
    }
  }

  struct End {
    double value = 0;  ///< 0 before the first search
    bool is_bound = false;
  };
  const End& low(std::size_t i) const { return ends_[i][0]; }
  const End& high(std::size_t i) const { return ends_[i][1]; }

 private:
  using Ends = std::array<End, 2>;

  /// Searches for an end from the farthest place known, if that is well beyond the known end. \return whether there was
  /// a known end to improve
  bool search(std::size_t i, int side) {
    const auto fixed = static_cast<Eigen::Index>(i);
    const auto farthest =
        std::ranges::max_element(within_, {}, [&](const Vector& place) { return side * place[fixed]; });
    End& end = ends_[i][side < 0 ? 0 : 1];
    constexpr double noticeable = 0.02;  // of the half of the interval
    const double value = problem_.value(i, (*farthest)[fixed]), best = problem_.value(i, within_.front()[fixed]);
    const bool known = end.value > 0;
    const auto known_enough = [&] {
      return end.is_bound || side * std::log(value / end.value) <= noticeable * std::abs(std::log(end.value / best));
    };
    if (known && known_enough()) return false;
    const Vector from = *farthest;  // the search adds places
    end = profile_end(i, from, side);
    return known;
  }

  End profile_end(std::size_t i, const Vector& from, int side) {
    const auto fixed = static_cast<Eigen::Index>(i);
    const double centre = std::log(problem_.value(i, from[fixed]));
    const double bound_value = side < 0 ? problem_.parameter(i).low : problem_.parameter(i).high;
    const double bound = std::log(bound_value);
    Vector place = from;
    const auto rise = [&](double log_value) {
      // At a bound the coordinate has no slope: parameters that have settled there must be free to leave it.
      place = place.cwiseMax(-steepest).cwiseMin(steepest);
      place[fixed] = problem_.coordinate(i, std::exp(log_value));
      const double result = minimise(problem_, place, fixed) - deviance_ - 1;
      if (result < 0) within_.push_back(place);
      return result;
    };
    double step = std::isfinite(log_sigma_[fixed]) && log_sigma_[fixed] > 0 ? log_sigma_[fixed] : 0.01;
    double inner = centre, at_inner = -1, outer = centre, at_outer = -1;
    while (at_outer < 0) {
      if (outer == bound) return {bound_value, true};
      inner = outer;
      at_inner = at_outer;
      outer = side < 0 ? std::max(outer - step, bound) : std::min(outer + step, bound);
      at_outer = rise(outer);
      step *= 1.5;
    }
    const double goal = 2e-3 * std::abs(outer - centre);
    std::uintmax_t most = 30;
    const auto close = [&](double a, double b) { return std::abs(a - b) < goal; };
    const auto ends = side < 0 ? boost::math::tools::toms748_solve(rise, outer, inner, at_outer, at_inner, close, most)
                               : boost::math::tools::toms748_solve(rise, inner, outer, at_inner, at_outer, close, most);
    const double end = 0.5 * (ends.first + ends.second);
    if (std::abs(end - bound) < 2 * nearest_share * problem_.range(i)) return {bound_value, true};
    return {std::exp(end), false};
  }

  const CountProblem& problem_;
  double deviance_;
  Vector log_sigma_;
  std::vector<Vector> within_;  ///< places whose deviance has risen by less than 1
  std::vector<Ends> ends_;
};

/// Covariance of ln p from the curvature at the best place; NaN if it is singular.
Matrix log_covariance(const CountProblem& problem, const Vector& best) {
  constexpr double step = 1e-4;  // in ln p
  std::vector<double> values;
  for (std::size_t i = 0; i < problem.size(); ++i) {
    values.push_back(problem.value(i, best[static_cast<Eigen::Index>(i)]));
  }
  const auto residuals = [&](std::size_t i, double change) {
    std::vector<double> moved = values;
    moved[i] *= std::exp(change);
    return problem.residuals_at(moved);
  };
  Matrix jacobian(static_cast<Eigen::Index>(problem.bins()), best.size());
  for (std::size_t i = 0; i < problem.size(); ++i) {
    jacobian.col(static_cast<Eigen::Index>(i)) = (residuals(i, step) - residuals(i, -step)) / (2 * step);
  }
  const Eigen::LDLT<Matrix> curvature(jacobian.transpose() * jacobian);
  const Matrix covariance = curvature.solve(Matrix::Identity(best.size(), best.size()));
  const bool regular = curvature.isPositive() && covariance.allFinite() && (covariance.diagonal().array() > 0).all();
  return regular ? covariance : Matrix::Constant(best.size(), best.size(), not_a_number);
}

}  // namespace

double deviance_residual(double expected, double count) {
  if (count == 0) return std::sqrt(2 * expected);
  const double excess = (expected - count) / count;
  if (std::abs(excess) < 1e-3) {  // series for the difference of nearly equal numbers
    const double x = excess;
    return std::sqrt(count) * x * std::sqrt(1 + x * (-2.0 / 3 + x * (0.5 + x * (-0.4 + x / 3))));
  }
  // Far below the count, 1 + excess is dominated by rounding.
  const double deviance = 2 * (excess < -0.5 ? expected - count + count * std::log(count / expected)
                                             : count * (excess - std::log1p(excess)));
  return excess < 0 ? -std::sqrt(deviance) : std::sqrt(deviance);
}

PoissonFit fit_poisson(const Expectation& expectation, std::span<const std::uint64_t> counts,
                       std::span<const FitParameter> parameters, const std::function<void()>& poll) {
  for (const FitParameter& parameter : parameters) {
    if (!(parameter.low > 0 && parameter.low < parameter.high)) {
      throw std::invalid_argument(parameter.name + ": bounds must be positive and rise");
    }
  }
  if (parameters.empty() || counts.size() < parameters.size()) {
    throw std::invalid_argument("a fit needs a free parameter, and a count for each");
  }
  const CountProblem problem(expectation, counts, parameters, poll);
  std::vector<Vector> places = starts(problem);
  Vector best = places.front();
  PoissonFit fit{};
  fit.deviance = minimise(problem, best);
  for (std::size_t i = 1; i < places.size(); ++i) {
    const double deviance = minimise(problem, places[i]);
    if (deviance < fit.deviance) {
      fit.deviance = deviance;
      best = places[i];
    }
  }
  fit.expected = problem.expected(best);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0 && !(fit.expected[i] > min_expected)) throw NothingExpected(i);
  }
  fit.chi_square = problem.pearson(fit.expected);
  fit.degrees_of_freedom = counts.size() - parameters.size();
  fit.p_value = fit.degrees_of_freedom > 0
                    ? boost::math::gamma_q(0.5 * static_cast<double>(fit.degrees_of_freedom), 0.5 * fit.deviance)
                    : not_a_number;
  const Matrix covariance = log_covariance(problem, best);
  const Vector log_sigma = covariance.diagonal().cwiseSqrt();
  const Profiles profiles(problem, best, fit.deviance, log_sigma);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double value = problem.value(i, best[row]);
    const Profiles::End &low = profiles.low(i), &high = profiles.high(i);
    fit.parameters.push_back({parameters[i].name, value, value * log_sigma[row], std::min(low.value, value),
                              std::max(high.value, value), low.is_bound, high.is_bound});
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    fit.covariance.emplace_back();
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      fit.covariance.back().push_back(covariance(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) *
                                      fit.parameters[i].value * fit.parameters[j].value);
    }
  }
  fit.evaluations = problem.evaluations();
  return fit;
}

}  // namespace slipburst::host
