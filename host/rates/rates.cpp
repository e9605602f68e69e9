#include "host/rates/rates.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "host/quadrature/stressed_share.hpp"
#include "host/rates/time_edges.hpp"
#include "host/release/expected_releases.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

Estimate operator*(const Estimate& estimate, double factor) {
  return {estimate.value * factor, estimate.sigma * factor, estimate.low * factor, estimate.high * factor};
}

Case without_history(const Case& c) {
  Case other = c;
  other.history.clear();
  return other;
}

/// Estimates above the thresholds of the run, [channel x threshold].
std::vector<Estimate> above(const ReleaseValues& values, std::span<const std::size_t> slices, double factor) {
  std::vector<Estimate> estimates;
  for (int channel = 0; channel < table::channels; ++channel) {
    for (int t = 0; t < values.run().model.thresholds; ++t) {
      estimates.push_back(values.above(slices, channel, t) * factor);
    }
  }
  return estimates;
}

/// Shares of the releases of each population that emit more than the thresholds of a run.
class EmittingShares {
 public:
  /// \param log2_unit  see log2_unit_eV  \param rows  rates for which shares will be asked
  EmittingShares(double log2_unit, const Table& table, const ReleaseRun& run,
                 std::span<const std::vector<PopulationRate>> rows, const std::function<void()>& poll)
      : thresholds_(table::channels * run.thresholds_eV.size()) {
    struct Range {
      double rate_Hz = 0, pinned = 0, least = 1, greatest = 1;
    };
    const std::vector<Population>& populations = run.history->populations();
    std::vector<Range> ranges(populations.size());
    for (std::size_t i = 0; i < populations.size(); ++i) group_.push_back(first_alike(populations, i));
    for (const std::vector<PopulationRate>& row : rows) {
      for (const PopulationRate& rate : row) {
        Range& range = ranges[group_[rate.population]];
        range.rate_Hz += rate.rate_Hz;
        range.pinned += rate.rate_Hz * rate.stress.pinned;
        range.least = std::min(range.least, rate.stress.rise);
        range.greatest = std::max(range.greatest, rate.stress.rise);
      }
    }
    for (std::size_t i = 0; i < populations.size(); ++i) {
      shares_.emplace_back();
      const Range& range = ranges[i];
      if (range.rate_Hz == 0) continue;
      shares_.back().emplace(run.model, log2_unit, table, run.thresholds_eV, range.pinned / range.rate_Hz, range.least,
                             range.greatest, poll);
    }
  }

  /// Rates above the thresholds, [channel x threshold].
  std::vector<double> above_Hz(const std::vector<PopulationRate>& rates) const {
    std::vector<double> sum(thresholds_, 0.0);
    for (const PopulationRate& rate : rates) {
      if (rate.rate_Hz == 0) continue;
      const std::vector<double> shares = shares_[group_[rate.population]]->at(rate.stress.rise);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += rate.rate_Hz * shares[i];
    }
    return sum;
  }

 private:
  /// The first population pinned under the same stress.
  static std::size_t first_alike(const std::vector<Population>& populations, std::size_t index) {
    const release::Level& level = populations[index].level;
    const auto alike = std::ranges::find_if(populations, [&](const Population& other) {
      return other.level.gain == level.gain && other.level.shift == level.shift;
    });
    return static_cast<std::size_t>(alike - populations.begin());
  }

  std::size_t thresholds_;
  std::vector<std::size_t> group_;                    ///< [population]
  std::vector<std::optional<StressedShare>> shares_;  ///< [group]
};

/// Expected rates of the populations in a slice, each under its stress at a moment within.
std::vector<PopulationRate> rates_in(const ReleaseValues& values, std::size_t slice, const MomentaryRate& moment) {
  const std::vector<double>& counts = values.expected_by_population(slice);
  const SliceInfo& info = values.run().slices->info(slice);
  std::vector<PopulationRate> rates = moment.populations;
  for (PopulationRate& rate : rates) rate.rate_Hz = counts[rate.population] / (info.end_s - info.start_s);
  return rates;
}

Exposure default_fit(const Case& c) {
  const double start = c.history.empty() ? 0 : c.history.back().end_s;
  return {start + c.histogram.minimum_time_s, c.histogram.maximum_time_s};
}

}  // namespace

std::vector<double> requested_edges_s(const Case& c, const FilmHistory& history, const RatesRequest& request,
                                      TimeSampling sampling) {
  std::vector<Exposure> moments;
  for (const double time : request.moments_s) {
    moments.push_back(around(history, time, sampling == TimeSampling::plain));
  }
  if (request.fit) moments.push_back(*request.fit);  // both ends of the fit are edges, too
  return slice_edges_s(c, request.windows, moments);
}

Rates rates_of(const PreparedCase& c, const Table& table, const ReleaseValues& values, const RatesRequest& request,
               const std::function<void()>& poll) {
  const ReleaseRun& run = values.run();
  const FilmHistory undisturbed(without_history(c));
  // An undisturbed history has no boundaries, so that its slices of time are those of the run.
  const ReleaseSlices undisturbed_slices(undisturbed, run.slices->edges_s(), 1);
  const double lines = values.lines();
  Rates rates{};
  std::vector<std::vector<PopulationRate>> by_population;  // of slices, then of moments
  for (const std::size_t slice : values.timed(0, run.slices->edges_s().back())) {
    const std::span<const std::size_t> one(&slice, 1);
    const SliceInfo& info = run.slices->info(slice);
    const double per_second = 1 / (info.end_s - info.start_s);
    const double middle = info.start_s > 0 ? std::sqrt(info.start_s * info.end_s) : 0.5 * info.end_s;
    const MomentaryRate moment = momentary_rate(*run.history, middle);
    by_population.push_back(rates_in(values, slice, moment));
    rates.slices.push_back({info.start_s,
                            info.end_s,
                            values.expected(one) * per_second,
                            moment.stress_factor,
                            expected_share(undisturbed_slices, slice) * lines * per_second,
                            values.counts(one) * per_second,
                            {},
                            above(values, one, per_second)});
    if (poll) poll();
  }
  for (const double time : request.moments_s) {
    const Exposure near = around(*run.history, time, run.sampling == TimeSampling::plain);
    const std::vector<std::size_t> slices = values.timed(near.start_s, near.end_s);
    const double per_second = 1 / (near.end_s - near.start_s);
    const MomentaryRate exact = observed_rate(*run.history, time);
    by_population.push_back(exact.populations);
    for (PopulationRate& rate : by_population.back()) rate.rate_Hz *= lines;
    rates.moments.push_back({time,
                             exact.rate_Hz * lines,
                             observed_rate(undisturbed, time).rate_Hz * lines,
                             exact.stress_factor,
                             values.counts(slices) * per_second,
                             {},
                             above(values, slices, per_second)});
  }
  const EmittingShares shares(log2_unit_eV(c), table, run, by_population, poll);
  auto next = by_population.begin();
  for (SliceRate& slice : rates.slices) slice.expected_above_Hz = shares.above_Hz(*next++);
  for (MomentRate& moment : rates.moments) moment.exact_above_Hz = shares.above_Hz(*next++);
  for (const Exposure& window : request.windows) {
    std::vector<std::size_t> slices = values.timed(window.start_s, window.end_s);
    const std::vector<std::size_t> at_once = values.at_once(window.start_s, window.end_s);
    slices.insert(slices.end(), at_once.begin(), at_once.end());
    rates.windows.push_back({window, values.expected(slices), values.counts(slices), above(values, slices, 1),
                             effective_exponential(values, window)});
  }
  rates.stages = stage_outcomes(c, values);
  rates.fitted = request.fit.value_or(default_fit(c));
  rates.fit = fit_decay(values, rates.fitted);
  return rates;
}

}  // namespace slipburst::host
