#include "host/run/rates.hpp"

#include <algorithm>
#include <cmath>

#include "host/release/expected_releases.hpp"
#include "host/run/stressed_share.hpp"
#include "host/run/time_edges.hpp"

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

/// Numbers of the thresholds of both channels, one after the other.
std::vector<Estimate> above(const ReleaseValues& values, std::span<const std::size_t> slices, double factor) {
  std::vector<Estimate> estimates;
  for (int channel = 0; channel < table::channels; ++channel) {
    for (int t = 0; t < values.run().model.thresholds; ++t) {
      estimates.push_back(values.above(slices, channel, t) * factor);
    }
  }
  return estimates;
}

std::vector<double> times(std::vector<double> shares, double factor) {
  for (double& share : shares) share *= factor;
  return shares;
}

/// Stress factors between which all releases lie, of slices and moments.
StressedShare stressed_shares(const Case& c, const Table& table, const ReleaseValues& values, const Rates& rates,
                              const std::function<void()>& poll) {
  double least = 1, greatest = 1;
  const auto take = [&](double factor) {
    least = std::min(least, factor);
    greatest = std::max(greatest, factor);
  };
  for (const SliceRate& slice : rates.slices) take(slice.stress_factor);
  for (const MomentRate& moment : rates.moments) take(moment.stress_factor);
  return {c, table, values.run().thresholds_eV, least, greatest, poll};
}

Exposure default_fit(const Case& c) {
  const double start = c.history.empty() ? 0 : c.history.back().end_s;
  return {start + c.histogram.minimum_time_s, c.histogram.maximum_time_s};
}

}  // namespace

std::vector<double> requested_edges_s(const Case& c, const RatesRequest& request, TimeSampling sampling) {
  const FilmHistory history(c);
  std::vector<Exposure> moments;
  for (const double time : request.moments_s) {
    moments.push_back(around(history, time, sampling == TimeSampling::plain));
  }
  if (request.fit) moments.push_back(*request.fit);  // its ends are edges, too
  return slice_edges_s(c, request.windows, moments);
}

Rates rates_of(const Case& c, const Table& table, const ReleaseValues& values, const RatesRequest& request,
               const std::function<void()>& poll) {
  const ReleaseRun& run = values.run();
  const FilmHistory undisturbed(without_history(c));
  // It has no boundaries, so that its slices of time are those of the run.
  const ReleaseSlices undisturbed_slices(undisturbed, run.slices->edges_s(), 1);
  const double lines = values.lines();
  Rates rates{};
  for (const std::size_t slice : values.timed(0, run.slices->edges_s().back())) {
    const std::span<const std::size_t> one(&slice, 1);
    const SliceInfo& info = run.slices->info(slice);
    const double per_second = 1 / (info.end_s - info.start_s);
    const double middle = info.start_s > 0 ? std::sqrt(info.start_s * info.end_s) : 0.5 * info.end_s;
    rates.slices.push_back({info.start_s,
                            info.end_s,
                            values.expected(one) * per_second,
                            momentary_rate(*run.history, middle).stress_factor,
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
    rates.moments.push_back({time,
                             exact.rate_Hz * lines,
                             observed_rate(undisturbed, time).rate_Hz * lines,
                             exact.stress_factor,
                             values.counts(slices) * per_second,
                             {},
                             above(values, slices, per_second)});
  }
  const StressedShare shares = stressed_shares(c, table, values, rates, poll);
  for (SliceRate& slice : rates.slices) {
    slice.expected_above_Hz = times(shares.at(slice.stress_factor), slice.expected_Hz);
  }
  for (MomentRate& moment : rates.moments) {
    moment.exact_above_Hz = times(shares.at(moment.stress_factor), moment.exact_Hz);
  }
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
