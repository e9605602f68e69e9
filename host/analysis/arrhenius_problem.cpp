#include "host/analysis/arrhenius_problem.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace slipburst::host {
namespace {

constexpr double min_ratio = 1e-15, max_ratio = 1e15;
constexpr double min_share = 0.05;  // of a frequency: smallest share that a start assigns to indirect moves
constexpr double no_moves_stand_for = 0.5;

std::string kelvin(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + " K";
}

}  // namespace

NoRate::NoRate(RateLaw model, const std::string& set, double temperature_K)
    : std::runtime_error("the model " + std::string(model_name(model)) + " has exactly no rate at " +
                         kelvin(temperature_K) + ", where set '" + set +
                         "' has moves: such data have no likelihood; leave the point out, or use the model quantum") {}

NothingMoved::NothingMoved(const std::string& set)
    : std::runtime_error((set.empty() ? "nothing" : "nothing in set '" + set + "'") +
                         std::string(" moved at any temperature: there is no frequency to fit")) {}

std::size_t parameter_count(RateLaw model, std::size_t barriers, const FrequencyData& data, bool ratio) {
  return RateModel(model, barriers).parameters().size() + (ratio ? data.sets.size() - 1 : 0);
}

ArrheniusProblem::ArrheniusProblem(FrequencyData data, RateModel model, bool ratio)
    : data_(std::move(data)), model_(std::move(model)), ratio_(ratio), parameters_(model_.parameters()) {
  for (std::size_t s = 1; ratio && s < data_.sets.size(); ++s) {
    parameters_.push_back({"ratio." + data_.sets[s].name, "1", Coordinate::logarithm, min_ratio, max_ratio, 0.1});
  }
  for (const ModelParameter& parameter : parameters_) {
    ranges_.push_back({to_coordinate(parameter.low, parameter.coordinate),
                       to_coordinate(parameter.high, parameter.coordinate), parameter.scale});
  }
  for (const FrequencySet& set : data_.sets) {
    for (const FrequencyPoint& point : set.points) temperatures_K_.push_back(point.temperature_K);
  }
  std::ranges::sort(temperatures_K_);
  temperatures_K_.erase(std::unique(temperatures_K_.begin(), temperatures_K_.end()), temperatures_K_.end());
  for (std::size_t s = 0; s < data_.sets.size(); ++s) {
    for (const FrequencyPoint& point : data_.sets[s].points) {
      const auto found = std::ranges::lower_bound(temperatures_K_, point.temperature_K);
      entries_.push_back({&point, s, static_cast<std::size_t>(found - temperatures_K_.begin())});
    }
  }
  check();
  lowest_positive_K_ = *std::ranges::find_if(temperatures_K_, [](double value) { return value > 0; });
}

void ArrheniusProblem::check() const {
  if (entries_.size() < parameters_.size()) {
    throw std::invalid_argument(std::to_string(entries_.size()) + " points cannot tell " +
                                std::to_string(parameters_.size()) + " parameters");
  }
  bool any = false;
  for (const FrequencySet& set : data_.sets) {
    bool moved = false;
    for (const FrequencyPoint& point : set.points) {
      const bool moves = point.frequency_Hz > 0;
      moved = moved || (moves && point.temperature_K > 0);
      if (moves && model_.still_at_zero() && point.temperature_K == 0 && !(point.direct_Hz > 0)) {
        throw NoRate(model_.model(), set.name, 0);
      }
    }
    if (ratio_ && !moved) throw NothingMoved(set.name);
    any = any || moved;
  }
  if (!any) throw NothingMoved("");
}

std::vector<double> ArrheniusProblem::log_frequencies(std::span<const double> place) const {
  std::vector<double> rates(temperatures_K_.size()), result;
  model_.log_rates(place, temperatures_K_, rates);
  const std::size_t own = model_.parameters().size();
  for (const Entry& entry : entries_) {
    const double log_ratio = ratio_ && entry.set > 0 ? place[own + entry.set - 1] : 0;
    const double log_rate = rates[entry.temperature] - log_ratio;
    const double direct = entry.point->direct_Hz;
    result.push_back(direct > 0 ? log_sum(log_rate, std::log(direct)) : log_rate);
  }
  return result;
}

void ArrheniusProblem::residuals(std::span<const double> place, std::span<double> result) const {
  const std::vector<double> frequencies = log_frequencies(place);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    result[i] = frequency_residual(*entries_[i].point, data_.counted, frequencies[i]);
  }
}

std::vector<double> ArrheniusProblem::with_prefactors(std::vector<double> place) const {
  std::vector<double> rates(temperatures_K_.size());
  model_.log_rates(place, temperatures_K_, rates);
  std::vector<double> weights(data_.sets.size(), 0), sums(data_.sets.size(), 0);
  for (const Entry& entry : entries_) {
    if (!std::isfinite(rates[entry.temperature])) continue;
    const FrequencyPoint& point = *entry.point;
    double frequency = point.frequency_Hz, relative = point.error_Hz / frequency;
    if (data_.counted) {
      const double moves = std::max(point.moves, no_moves_stand_for);
      frequency = moves / point.clusters / point.window_s;
      relative = std::sqrt(1 / point.clusters + 1 / moves);
    }
    const double indirect = std::max(frequency - point.direct_Hz, min_share * frequency);
    const double weight = 1 / (relative * relative);
    weights[entry.set] += weight;
    sums[entry.set] += weight * (std::log(indirect) - rates[entry.temperature]);
  }
  double shift = 0;
  if (ratio_) {
    shift = sums[0] / weights[0];
    for (std::size_t s = 1; s < sums.size(); ++s) {
      place[model_.parameters().size() + s - 1] = shift - sums[s] / weights[s];
    }
  } else {
    double weight = 0, sum = 0;
    for (std::size_t s = 0; s < sums.size(); ++s) {
      weight += weights[s];
      sum += sums[s];
    }
    shift = sum / weight;
  }
  for (std::size_t j = 0; j < model_.barriers(); ++j) place[2 * j] += shift;
  return place;
}

}  // namespace slipburst::host
