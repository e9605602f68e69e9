#include "host/analysis/rate_fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "host/numerics/least_squares.hpp"
#include "host/numerics/profile.hpp"
#include "host/numerics/significance.hpp"
#include "host/numerics/special_values.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t max_descents = 4;
constexpr double min_start = 1e-3;  // of the mean rate: least amplitude to start from

/// A law with the parameters of all sets; a place holds their coordinates.
class DecayProblem {
 public:
  DecayProblem(const RateData& data, DecayModel model, const std::vector<std::string>& shared)
      : data_(data), model_(model) {
    const DaysOfRates days = days_of(data);
    law_ = decay_parameters(model, days.first, days.last);
    for (const RateSet& set : data.sets) own_rate_.push_back(mean_rate(set));
    for (std::size_t k = 0; k < law_.size(); ++k) {
      const DecayParameter& parameter = law_[k];
      const bool one = parameter.sharable && std::ranges::find(shared, parameter.name) != shared.end();
      slots_.emplace_back();
      for (std::size_t s = 0; s < data.sets.size(); ++s) {
        if (s == 0 || !one) add(parameter, data.sets[s].name, one || data.sets.size() == 1, own_rate_[s]);
        slots_[k].push_back(ranges_.size() - 1);
      }
    }
  }

  std::size_t size() const { return ranges_.size(); }
  const std::vector<ParameterRange>& ranges() const { return ranges_; }
  const std::vector<RateFitParameter>& parameters() const { return parameters_; }

  double value(std::size_t i, double coordinate) const { return positive_[i] ? std::exp(coordinate) : coordinate; }
  /// Derivative of a parameter with respect to its coordinate.
  double slope(std::size_t i, double coordinate) const { return positive_[i] ? std::exp(coordinate) : 1; }

  /// Parameters of the law for one set.
  std::vector<double> set_values(std::span<const double> place, std::size_t set) const {
    std::vector<double> values;
    for (const std::vector<std::size_t>& slot : slots_) values.push_back(value(slot[set], place[slot[set]]));
    return values;
  }

  std::vector<double> rates(std::span<const double> place) const {
    std::vector<double> result;
    for (std::size_t s = 0; s < data_.sets.size(); ++s) {
      const std::vector<double> values = set_values(place, s);
      for (const RatePoint& point : data_.sets[s].points) {
        result.push_back(decay_rate(model_, values, point.time_day));
      }
    }
    return result;
  }

  Residuals residuals(const std::function<void()>& poll) const {
    return [this, poll](std::span<const double> place, std::span<double> result) {
      if (poll) poll();
      const std::vector<double> at = rates(place);
      std::size_t i = 0;
      for (const RateSet& set : data_.sets) {
        for (const RatePoint& point : set.points) {
          result[i] = rate_residual(point, data_.counted, at[i]);
          ++i;
        }
      }
    };
  }

  /// Places to start from: amplitudes and floors are those that fit best for given shapes.
  std::vector<std::vector<double>> starts() const {
    const DaysOfRates days = days_of(data_);
    std::vector<std::vector<double>> places;
    for (const double shape : start_shapes(model_, days.first, days.last)) {
      std::vector<double> place(size(), 0);
      for (std::size_t s = 0; s < data_.sets.size(); ++s) {
        const auto [amplitude, floor] = linear(data_.sets[s], shape, own_rate_[s]);
        set(place, 0, s, amplitude);
        if (law_.size() > 1) set(place, 1, s, shape);
        if (law_.size() > 2) set(place, 2, s, floor);
      }
      places.push_back(std::move(place));
    }
    return places;
  }

 private:
  struct Linear {
    double amplitude, floor;
  };

  static double error(const RatePoint& point) {
    return point.live_time_s > 0 ? std::sqrt(std::max(point.counts, 1.0)) / point.live_time_s : point.error_Hz;
  }

  static double mean_rate(const RateSet& set) {
    double sum = 0;
    for (const RatePoint& point : set.points) sum += std::abs(point.rate_Hz) + error(point);
    return sum / static_cast<double>(set.points.size());
  }

  void add(const DecayParameter& parameter, const std::string& set, bool only, double rate) {
    const double scale = parameter.scale > 0 ? parameter.scale : 0.1 * rate;
    ranges_.push_back(parameter.positive ? ParameterRange{std::log(parameter.low), std::log(parameter.high), scale}
                                         : ParameterRange{parameter.low, parameter.high, scale});
    positive_.push_back(parameter.positive);
    const std::string name = std::string(parameter.name) + (only ? "" : "." + set);
    parameters_.push_back(
        {name, std::string(parameter.unit), 0, not_a_number, not_a_number, not_a_number, false, false});
  }

  void set(std::vector<double>& place, std::size_t parameter, std::size_t set, double to) const {
    const std::size_t i = slots_[parameter][set];
    place[i] = positive_[i] ? std::log(to) : to;
  }

  /// Weighted least squares for the amplitude, and for the floor where the law has one.
  Linear linear(const RateSet& set, double shape, double rate) const {
    double ww = 0, wf = 0, ff = 0, wy = 0, fy = 0, most = 0;
    for (const RatePoint& point : set.points) {
      const double f = decay_rate(model_, std::vector<double>{1, shape, 0}, point.time_day);
      const double weight = 1 / (error(point) * error(point));
      ww += weight;
      wf += weight * f;
      ff += weight * f * f;
      wy += weight * point.rate_Hz;
      fy += weight * f * point.rate_Hz;
      most = std::max(most, f);
    }
    Linear best{fy / ff, 0};
    const double determinant = ww * ff - wf * wf;
    if (law_.size() > 2 && determinant > 1e-12 * ww * ff) {
      const Linear both{(ww * fy - wf * wy) / determinant, (ff * wy - wf * fy) / determinant};
      if (both.amplitude > 0 && both.floor > 0) best = both;
    }
    best.amplitude = std::max(best.amplitude, min_start * rate / most);
    return best;
  }

  const RateData& data_;
  DecayModel model_;
  std::vector<DecayParameter> law_;
  std::vector<double> own_rate_;                 // of each set, about
  std::vector<std::vector<std::size_t>> slots_;  // [parameter of the law][set]: index within a place
  std::vector<ParameterRange> ranges_;
  std::vector<bool> positive_;
  std::vector<RateFitParameter> parameters_;
};

RateFit described(const DecayProblem& problem, const RateData& data, DecayModel model, const LeastSquaresFit& found,
                  const std::vector<ProfileInterval>& intervals) {
  RateFit fit{};
  fit.model = model;
  fit.parameters = problem.parameters();
  std::vector<double> slopes;
  for (std::size_t i = 0; i < problem.size(); ++i) {
    RateFitParameter& parameter = fit.parameters[i];
    slopes.push_back(problem.slope(i, found.values[i]));
    parameter.value = problem.value(i, found.values[i]);
    parameter.sigma = slopes[i] * found.sigmas[i];
    parameter.low = problem.value(i, intervals[i].low);
    parameter.high = problem.value(i, intervals[i].high);
    parameter.low_is_bound = intervals[i].low_is_bound;
    parameter.high_is_bound = intervals[i].high_is_bound;
  }
  for (std::size_t i = 0; i < problem.size(); ++i) {
    fit.covariance.emplace_back();
    for (std::size_t j = 0; j < problem.size(); ++j) {
      fit.covariance[i].push_back(slopes[i] * slopes[j] * found.covariance[i][j]);
    }
  }
  for (std::size_t s = 0; s < data.sets.size(); ++s) fit.set_values.push_back(problem.set_values(found.values, s));
  fit.expected_Hz = problem.rates(found.values);
  fit.residuals.resize(data.size());
  problem.residuals({})(found.values, fit.residuals);
  fit.chi_square = found.chi_square;
  fit.degrees_of_freedom = data.size() - problem.size();
  fit.p_value = std::exp(log_chi_square_tail(fit.chi_square, static_cast<double>(fit.degrees_of_freedom)));
  const auto count = static_cast<double>(problem.size());
  fit.aic = fit.chi_square + 2 * count;
  fit.bic = fit.chi_square + count * std::log(static_cast<double>(data.size()));
  fit.converged = found.converged && std::ranges::none_of(fit.parameters, [](const RateFitParameter& parameter) {
                    return parameter.low_is_bound && parameter.high_is_bound;
                  });
  return fit;
}

TriedDecay try_model(const RateData& data, DecayModel model, const std::vector<std::string>& shared,
                     const std::function<void()>& poll) {
  const DecayProblem problem(data, model, shared);
  if (data.size() < problem.size()) {
    return {model,
            {},
            std::to_string(data.size()) + " points cannot tell " + std::to_string(problem.size()) + " parameters"};
  }
  const Residuals residuals = problem.residuals(poll);
  std::optional<LeastSquaresFit> found =
      fit_lowest(residuals, data.size(), problem.starts(), max_descents, problem.ranges());
  if (!found) return {model, {}, "it has no likelihood for these data anywhere; check their units and powers of ten"};
  const Profiles profiles = profile_lowest(residuals, data.size(), *found, problem.ranges());
  return {model, described(problem, data, model, *found, profiles.intervals), ""};
}

}  // namespace

DaysOfRates days_of(const RateData& data) {
  DaysOfRates days{infinity, -infinity};
  for (const RateSet& set : data.sets) {
    for (const RatePoint& point : set.points) {
      days = {std::min(days.first, point.time_day), std::max(days.last, point.time_day)};
    }
  }
  return days;
}

std::vector<TriedDecay> fit_rates(const RateData& data, const std::vector<DecayModel>& models,
                                  const std::vector<std::string>& shared, const std::function<void()>& poll) {
  std::vector<TriedDecay> tried;
  for (const DecayModel model : models) tried.push_back(try_model(data, model, shared, poll));
  return tried;
}

}  // namespace slipburst::host
