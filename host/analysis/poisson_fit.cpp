#include "host/analysis/poisson_fit.hpp"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/numerics/profile.hpp"
#include "host/numerics/special_values.hpp"

namespace slipburst::host {
namespace {

using Place = std::vector<double>;  // logarithms of the parameters

constexpr double visible_change = 0.3;  // of ln p
constexpr double min_expected = 1e-300;
constexpr double interval_precision = 2e-3;
constexpr std::size_t max_descents_from_grid = 2;

/// Counts against a model, over the logarithms of its parameters.
class CountProblem {
 public:
  CountProblem(const Expectation& expectation, std::span<const std::uint64_t> counts,
               std::span<const FitParameter> parameters, const std::function<void()>& poll)
      : expectation_(expectation), poll_(poll), parameters_(parameters) {
    for (const std::uint64_t count : counts) counts_.push_back(static_cast<double>(count));
    for (const FitParameter& parameter : parameters) {
      ranges_.push_back({std::log(parameter.low), std::log(parameter.high), visible_change});
    }
  }

  std::size_t bins() const { return counts_.size(); }
  const std::vector<ParameterRange>& ranges() const { return ranges_; }
  std::int64_t evaluations() const { return evaluations_; }

  /// Value of a parameter; exactly its bound at the end of its range.
  double value(std::size_t i, double log_value) const {
    if (log_value <= ranges_[i].low) return parameters_[i].low;
    if (log_value >= ranges_[i].high) return parameters_[i].high;
    return std::clamp(std::exp(log_value), parameters_[i].low, parameters_[i].high);
  }
  std::vector<double> expected(std::span<const double> place) const {
    if (poll_) poll_();
    ++evaluations_;
    std::vector<double> values;
    for (std::size_t i = 0; i < place.size(); ++i) values.push_back(value(i, place[i]));
    return expectation_(values);
  }
  Residuals residuals() const {
    return [this](std::span<const double> place, std::span<double> result) {
      const std::vector<double> mu = expected(place);
      for (std::size_t i = 0; i < bins(); ++i) result[i] = deviance_residual(std::max(mu[i], min_expected), counts_[i]);
    };
  }
  double pearson(const std::vector<double>& mu) const {
    double sum = 0;
    for (std::size_t i = 0; i < bins(); ++i) {
      if (counts_[i] > 0 || mu[i] > 0) sum += (counts_[i] - mu[i]) * (counts_[i] - mu[i]) / mu[i];
    }
    return sum;
  }

  Place start() const {
    Place place;
    for (const FitParameter& parameter : parameters_) place.push_back(std::log(parameter.start));
    return place;
  }
  /// Coarse grid between the bounds.
  std::vector<Place> grid() const {
    const std::vector<double> shares =
        parameters_.size() <= 3 ? std::vector{0.1, 0.3, 0.5, 0.7, 0.9} : std::vector{0.2, 0.5, 0.8};
    std::vector<Place> places(1);
    for (const ParameterRange& range : ranges_) {
      std::vector<Place> more;
      for (const double share : shares) {
        for (Place place : places) {
          place.push_back(range.low + share * (range.high - range.low));
          more.push_back(std::move(place));
        }
      }
      places = std::move(more);
    }
    return places;
  }

 private:
  const Expectation& expectation_;
  const std::function<void()>& poll_;
  std::span<const FitParameter> parameters_;
  std::vector<ParameterRange> ranges_;
  std::vector<double> counts_;
  mutable std::int64_t evaluations_ = 0;
};

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
  const Residuals residuals = problem.residuals();
  const std::span<const ParameterRange> ranges = problem.ranges();
  std::optional<LeastSquaresFit> lowest = fit_lowest(residuals, counts.size(), std::array{problem.start()}, 1, ranges);
  const auto of_grid = fit_lowest(residuals, counts.size(), problem.grid(), max_descents_from_grid, ranges);
  if (of_grid && !(lowest && lowest->chi_square <= of_grid->chi_square)) lowest = of_grid;
  if (!lowest) throw std::invalid_argument("the model has no likelihood for these counts anywhere within the bounds");
  LeastSquaresFit best = *lowest;
  const auto expected = [&] {
    std::vector<double> mu = problem.expected(best.values);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] > 0 && !(mu[i] > min_expected)) throw NothingExpected(i);
    }
    return mu;
  };
  expected();  // refuses a model without a likelihood before the searches
  PoissonFit fit{};
  const Profiles profiles = profile_lowest(residuals, counts.size(), best, ranges, interval_precision);
  fit.expected = expected();
  fit.deviance = best.chi_square;
  fit.chi_square = problem.pearson(fit.expected);
  fit.degrees_of_freedom = counts.size() - parameters.size();
  fit.p_value = fit.degrees_of_freedom > 0
                    ? boost::math::gamma_q(0.5 * static_cast<double>(fit.degrees_of_freedom), 0.5 * fit.deviance)
                    : not_a_number;
  const auto covariance = covariance_at(residuals, counts.size(), best.values, ranges);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const double value = problem.value(i, best.values[i]);
    const ProfileInterval& ends = profiles.intervals[i];
    fit.parameters.push_back({parameters[i].name, value, value * std::sqrt(covariance[i][i]),
                              problem.value(i, ends.low), problem.value(i, ends.high), ends.low_is_bound,
                              ends.high_is_bound});
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    fit.covariance.emplace_back();
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      fit.covariance.back().push_back(covariance[i][j] * fit.parameters[i].value * fit.parameters[j].value);
    }
  }
  fit.evaluations = problem.evaluations();
  return fit;
}

}  // namespace slipburst::host
