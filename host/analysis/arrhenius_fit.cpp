#include "host/analysis/arrhenius_fit.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/numerics/profile.hpp"
#include "host/numerics/significance.hpp"
#include "host/numerics/special_values.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

using Place = std::vector<double>;

constexpr std::size_t barriers_in_grid = 28;
constexpr double min_barrier = 0.1, max_barrier = 60;  // of the grid, over k_B times the lowest and highest T
constexpr double widest_range = 100;                   // highest over lowest temperature that the grid covers
constexpr double max_curvature = 6;                    // of the grid: hbar omega_b over k_B T, about
constexpr std::initializer_list<double> third_over_unit = {0, 0.03, 0.06, 0.1, 0.15, 0.22, 0.33, 0.5, 0.75, 1.1, 1.6};
constexpr std::size_t max_starts = 4, max_starts_of_sums = 8;
constexpr double precision_of_ends = 1e-4;

std::vector<double> barrier_grid_meV(const ArrheniusProblem& problem) {
  const double highest = units::boltzmann * problem.highest_K();
  const double lowest = std::max(units::boltzmann * problem.lowest_positive_K(), highest / widest_range);
  std::vector<double> grid;
  const double range = std::log(max_barrier * highest / (min_barrier * lowest));
  for (std::size_t i = 0; i < barriers_in_grid; ++i) {
    grid.push_back(min_barrier * lowest * std::exp(range * static_cast<double>(i) / (barriers_in_grid - 1)));
  }
  return grid;
}

/// Grid of start places for models of one barrier. \param poll  may be empty
std::vector<Place> grid(const ArrheniusProblem& problem, const std::function<void()>& poll) {
  std::vector<Place> places;
  for (const double barrier : barrier_grid_meV(problem)) {
    Place place(problem.parameters().size(), 0);
    place[1] = std::log(barrier);
    if (problem.model().parameters().size() == 2) {
      places.push_back(place);
      continue;
    }
    const Coordinate coordinate = problem.model().parameters()[2].coordinate;
    const double unit = coordinate == Coordinate::square ? problem.highest_K()  // critical temperature, or hbar omega_b
                                                         : max_curvature * units::boltzmann * problem.highest_K();
    for (const double share : third_over_unit) {
      if (share == 0 && coordinate == Coordinate::logarithm) continue;
      place[2] = to_coordinate(share * unit, coordinate);
      places.push_back(place);
    }
  }
  for (Place& place : places) {
    if (poll) poll();
    place = problem.with_prefactors(place);
  }
  return places;
}

Residuals residuals_of(const ArrheniusProblem& problem, const std::function<void()>& poll) {
  return [&problem, poll](std::span<const double> place, std::span<double> result) {
    if (poll) poll();
    problem.residuals(place, result);
  };
}

/// Start places with one barrier more than the best fit of fewer barriers. The new barrier is one of the grid; its
/// prefactor makes its rate equal to that fit's rate at one of several temperatures, the one with the lowest
/// chi-square.
std::vector<Place> grid(const ArrheniusProblem& problem, const Place& fewer) {
  const std::size_t own = 2 * (problem.model().barriers() - 1);
  const RateModel small(problem.model().model(), problem.model().barriers() - 1);
  std::vector<double> temperatures;
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    temperatures.push_back(problem.lowest_positive_K() *
                           std::pow(problem.highest_K() / problem.lowest_positive_K(), share));
  }
  std::vector<double> rates(temperatures.size());
  small.log_rates(fewer, temperatures, rates);
  const Residuals residuals = residuals_of(problem, {});
  std::vector<Place> places;
  for (const double barrier : barrier_grid_meV(problem)) {
    Place best;
    double least = infinity;
    for (std::size_t i = 0; i < temperatures.size(); ++i) {
      Place place = fewer;
      const double log_shape = std::log(temperatures[i]) - barrier / (units::boltzmann * temperatures[i]);
      const auto end = place.begin() + static_cast<std::ptrdiff_t>(own);
      place.insert(end, {rates[i] - log_shape, std::log(barrier)});
      place = problem.with_prefactors(place);
      const double chi_square = chi_square_at(residuals, problem.data().size(), place);
      if (chi_square < least) {
        least = chi_square;
        best = place;
      }
    }
    if (!best.empty()) places.push_back(best);
  }
  return places;
}

/// Lowest chi-square found downhill of the best starts. Held parameters keep their values, even outside their bounds.
LeastSquaresFit lowest(const ArrheniusProblem& problem, const std::function<void()>& poll,
                       const std::vector<Place>& starts, const std::vector<std::size_t>& held = {}) {
  const std::size_t descents = problem.model().barriers() > 1 ? max_starts_of_sums : max_starts;
  std::optional<LeastSquaresFit> found =
      fit_lowest(residuals_of(problem, poll), problem.data().size(), starts, descents, problem.ranges(), held);
  if (!found) {
    throw std::invalid_argument(
        "the model has no likelihood for these data anywhere; check the units and powers of ten in the data");
  }
  return *std::move(found);
}

/// Place with the barriers of a sum in rising order.
Place sorted(const ArrheniusProblem& problem, const Place& place) {
  std::vector<std::pair<double, double>> terms;
  for (std::size_t j = 0; j < problem.model().barriers(); ++j) terms.emplace_back(place[2 * j + 1], place[2 * j]);
  std::ranges::sort(terms);
  Place result = place;
  for (std::size_t j = 0; j < terms.size(); ++j) {
    result[2 * j] = terms[j].second;
    result[2 * j + 1] = terms[j].first;
  }
  return result;
}

LeastSquaresFit minimum(const ArrheniusProblem& problem, const std::function<void()>& poll) {
  if (problem.model().barriers() == 1) return lowest(problem, poll, grid(problem, poll));
  const ArrheniusProblem small(problem.data(), RateModel(problem.model().model(), problem.model().barriers() - 1),
                               problem.ratio());
  const LeastSquaresFit fewer = minimum(small, poll);
  LeastSquaresFit best = lowest(problem, poll, grid(problem, fewer.values));
  best.values = sorted(problem, best.values);
  // Fit once more from the sorted place: sigmas and covariance follow the order.
  return fit_within(residuals_of(problem, poll), problem.data().size(), best.values, problem.ranges());
}

ArrheniusFit described(const ArrheniusProblem& problem, const LeastSquaresFit& found) {
  const std::vector<ModelParameter>& parameters = problem.parameters();
  ArrheniusFit fit{};
  fit.model = problem.model().model();
  fit.barriers = problem.model().barriers();
  fit.place = found.values;
  fit.residuals.resize(problem.data().size());
  problem.residuals(fit.place, fit.residuals);
  for (const double frequency : problem.log_frequencies(fit.place)) fit.expected_Hz.push_back(std::exp(frequency));
  fit.chi_square = found.chi_square;
  fit.degrees_of_freedom = problem.data().size() - parameters.size();
  fit.log_p_value = log_chi_square_tail(fit.chi_square, static_cast<double>(fit.degrees_of_freedom));
  fit.deviations = gaussian_deviations(fit.log_p_value);
  const auto count = static_cast<double>(parameters.size());
  fit.aic = fit.chi_square + 2 * count;
  fit.bic = fit.chi_square + count * std::log(static_cast<double>(problem.data().size()));
  fit.converged = found.converged;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    slopes.push_back(slope_of(fit.place[i], parameters[i].coordinate));
    const double sigma = std::isfinite(slopes[i]) ? slopes[i] * found.sigmas[i] : not_a_number;
    fit.parameters.push_back({parameters[i].name, parameters[i].unit,
                              from_coordinate(fit.place[i], parameters[i].coordinate), sigma, not_a_number,
                              not_a_number, false, false});
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    fit.covariance.emplace_back();
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      const double factor = slopes[i] * slopes[j];
      fit.covariance[i].push_back(std::isfinite(factor) ? factor * found.covariance[i][j] : not_a_number);
    }
  }
  return fit;
}

}  // namespace

ArrheniusFit fit_arrhenius(const ArrheniusProblem& problem, bool intervals, const std::function<void()>& poll) {
  const Residuals residuals = residuals_of(problem, poll);
  const std::size_t data = problem.data().size();
  LeastSquaresFit found = minimum(problem, poll);
  if (!intervals) return described(problem, found);
  const auto in_order = [&](const Place& place) { return sorted(problem, place); };
  const Profiles profiles = profile_lowest(residuals, data, found, problem.ranges(), precision_of_ends, in_order);
  ArrheniusFit fit = described(problem, found);
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const Coordinate coordinate = problem.parameters()[i].coordinate;
    const ProfileInterval& interval = profiles.intervals[i];
    fit.parameters[i].low = from_coordinate(interval.low, coordinate);
    fit.parameters[i].high = from_coordinate(interval.high, coordinate);
    fit.parameters[i].low_is_bound = interval.low_is_bound;
    fit.parameters[i].high_is_bound = interval.high_is_bound;
  }
  return fit;
}

std::vector<ProfilePoint> profile_of(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::size_t parameter,
                                     std::span<const double> values, const std::function<void()>& poll) {
  std::vector<ProfilePoint> points;
  for (const double value : values) {
    std::vector<Place> starts = problem.model().barriers() == 1 ? grid(problem, poll) : std::vector<Place>{};
    starts.push_back(fit.place);
    for (Place& place : starts) {
      place[parameter] = to_coordinate(value, problem.parameters()[parameter].coordinate);
      place = problem.with_prefactors(place);
    }
    const LeastSquaresFit found = lowest(problem, poll, starts, {parameter});
    points.push_back({value, found.chi_square, {}});
    for (std::size_t i = 0; i < found.values.size(); ++i) {
      points.back().values.push_back(from_coordinate(found.values[i], problem.parameters()[i].coordinate));
    }
  }
  return points;
}

}  // namespace slipburst::host
