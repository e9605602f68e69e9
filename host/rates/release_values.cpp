#include "host/rates/release_values.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "host/rates/time_edges.hpp"
#include "host/release/expected_releases.hpp"

namespace slipburst::host {
namespace {

constexpr double max_relative_error = 0.2;  // of a point, for its error to be Gaussian
constexpr double min_share = 1e-100;        // of the greatest point: squares of ratios must not overflow
constexpr double same_time = 1e-12;         // relative, as in ReleaseSlices

}  // namespace

ReleaseValues::ReleaseValues(const ReleaseRun& run, double lines, const std::function<void()>& poll)
    : run_(run), lines_(lines), draw_of_slice_(run.slices->size(), -1) {
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
    expected_.push_back(expected_shares(*run.slices, slice));
    for (double& counts : expected_.back()) counts *= lines;
    if (poll) poll();
  }
  if (run.sampling == TimeSampling::plain) return;
  for (std::size_t k = 0; k < run.draws.size(); ++k) {
    draw_of_slice_[static_cast<std::size_t>(run.draws[k].source.slice)] = static_cast<std::ptrdiff_t>(k);
  }
}

std::vector<std::size_t> ReleaseValues::timed(double start_s, double end_s) const {
  std::vector<std::size_t> slices;
  for (std::size_t slice = 0; slice < run_.slices->size(); ++slice) {
    const SliceInfo& info = run_.slices->info(slice);
    const double middle = 0.5 * (info.start_s + info.end_s);
    if (!info.at_once && start_s < middle && middle < end_s) slices.push_back(slice);
  }
  return slices;
}

std::vector<std::size_t> ReleaseValues::at_once(double start_s, double end_s) const {
  std::vector<std::size_t> slices;
  for (std::size_t slice = 0; slice < run_.slices->size(); ++slice) {
    const SliceInfo& info = run_.slices->info(slice);
    const double time = info.start_s * (1 + same_time);
    if (info.at_once && start_s <= time && time < end_s) slices.push_back(slice);
  }
  return slices;
}

std::vector<StratumCount> ReleaseValues::strata(std::span<const std::size_t> slices,
                                                const SliceCounter& counter) const {
  std::vector<StratumCount> strata;
  const auto size = static_cast<std::size_t>(exec::TallyLayout(run_.model).size());
  if (run_.sampling == TimeSampling::sliced) {
    for (const std::size_t slice : slices) {
      if (draw_of_slice_[slice] < 0) continue;
      const ReleaseDraws& drawn = run_.draws[static_cast<std::size_t>(draw_of_slice_[slice])];
      strata.push_back({run_.slices->info(slice).mass, counter(drawn.counts), drawn.events});
    }
  } else {
    for (std::size_t k = 0; k < run_.draws.size(); ++k) {
      const Population& population = run_.history->populations()[k];
      std::map<double, std::uint64_t> by_weight;  // slices of equal weight are parts of one draw
      for (const std::size_t slice : slices) {
        const double weight = population.weight[static_cast<std::size_t>(run_.slices->info(slice).piece)];
        if (weight > 0) by_weight[weight] += counter(std::span(run_.draws[k].counts).subspan(slice * size, size));
      }
      for (const auto& [weight, count] : by_weight) {
        strata.push_back({run_.slices->plain_mass() * weight, count, run_.draws[k].events});
      }
    }
  }
  return strata;
}

Estimate ReleaseValues::counts(std::span<const std::size_t> slices, const SliceCounter& counter) const {
  return counts_of(strata(slices, counter));
}

Estimate ReleaseValues::counts_of(std::vector<StratumCount> strata) const {
  // Strata without draws can have any count up to their mass.
  double unknown = 0;
  for (const StratumCount& stratum : strata) unknown += stratum.events == 0 ? stratum.mass * lines_ : 0;
  std::erase_if(strata, [](const StratumCount& stratum) { return stratum.events == 0; });
  if (strata.empty()) return {0, unknown, 0, unknown};
  // Masses as shares of their sum, which are probabilities. Strata with the largest mass per event, which are missed
  // most easily, come first.
  std::ranges::sort(strata, std::greater(),
                    [](const StratumCount& s) { return s.mass / static_cast<double>(s.events); });
  const double whole = std::accumulate(strata.begin(), strata.end(), 0.0,
                                       [](double sum, const StratumCount& stratum) { return sum + stratum.mass; });
  for (StratumCount& stratum : strata) stratum.mass /= whole;
  const Estimate share = probability(strata, 0);
  const double scale = whole * lines_;
  return {share.value * scale, std::hypot(share.sigma * scale, unknown), share.low * scale,
          share.high * scale + unknown};
}

double ReleaseValues::mean(std::span<const std::size_t> slices, const SliceCounter& counter) const {
  double sum = 0;
  for (const StratumCount& stratum : strata(slices, counter)) {
    if (stratum.events == 0) continue;
    sum += stratum.mass * static_cast<double>(stratum.count) / static_cast<double>(stratum.events);
  }
  return sum * lines_;
}

Estimate ReleaseValues::counts(std::span<const std::size_t> slices) const {
  std::vector<StratumCount> strata =
      this->strata(slices, [&](std::span<const std::uint64_t> counters) { return releases_of(run_.model, counters); });
  if (run_.sampling == TimeSampling::sliced) {
    auto stratum = strata.begin();
    for (const std::size_t slice : slices) {
      if (draw_of_slice_[slice] < 0) continue;
      stratum->share = expected(std::span(&slice, 1)) / (lines_ * stratum->mass);
      ++stratum;
    }
  }
  return counts_of(std::move(strata));
}

Estimate ReleaseValues::above(std::span<const std::size_t> slices, int channel, int threshold) const {
  const exec::TallyLayout layout(run_.model);
  const auto at = static_cast<std::size_t>(layout.threshold(channel, threshold));
  return counts(slices, [at](std::span<const std::uint64_t> counters) { return counters[at]; });
}

SliceCounter ReleaseValues::cell_counter(int channel, std::size_t cell) const {
  const exec::TallyLayout layout(run_.model);
  const std::int32_t slot = tally::LogBins::underflow + static_cast<std::int32_t>(cell);
  const auto subsonic = static_cast<std::size_t>(layout.slot(channel, false, slot));
  const auto supersonic = static_cast<std::size_t>(layout.slot(channel, true, slot));
  return [subsonic, supersonic](std::span<const std::uint64_t> counters) {
    return counters[subsonic] + counters[supersonic];
  };
}

std::vector<double> ReleaseValues::true_cells(std::span<const std::size_t> slices, int channel) const {
  std::vector<double> cells;
  for (std::size_t cell = 0; cell <= run_.edges_eV.size(); ++cell) {
    cells.push_back(mean(slices, cell_counter(channel, cell)));
  }
  return cells;
}

Estimate ReleaseValues::weighted(std::span<const std::size_t> slices, int channel,
                                 std::span<const double> weight) const {
  struct Weighed {
    double mass, events, sum = 0, sum_of_squares = 0;
  };
  std::vector<Weighed> weighed;
  for (std::size_t cell = 0; cell < weight.size(); ++cell) {
    const std::vector<StratumCount> counted = strata(slices, cell_counter(channel, cell));
    if (weighed.empty()) {
      for (const StratumCount& stratum : counted)
        weighed.push_back({stratum.mass, static_cast<double>(stratum.events)});
    }
    for (std::size_t k = 0; k < counted.size(); ++k) {
      const auto count = static_cast<double>(counted[k].count);
      weighed[k].sum += weight[cell] * count;
      weighed[k].sum_of_squares += weight[cell] * weight[cell] * count;
    }
  }
  double value = 0, variance = 0, of_one = 0, unknown = 0;
  for (const Weighed& stratum : weighed) {
    if (stratum.events == 0) {  // count unknown, up to the mass
      unknown += stratum.mass;
      continue;
    }
    const double share = stratum.sum / stratum.events, per_event = stratum.mass / stratum.events;
    value += stratum.mass * share;
    variance += per_event * per_event * std::max(stratum.sum_of_squares - stratum.sum * share, 0.0);
    of_one = std::max(of_one, per_event);
  }
  // One event of the largest weight might have been missed.
  const double missed = of_one * *std::ranges::max_element(weight);
  return {value * lines_, std::hypot(std::sqrt(variance), missed, unknown) * lines_};
}

double ReleaseValues::expected(std::span<const std::size_t> slices) const {
  double sum = 0;
  for (const std::size_t slice : slices) {
    for (const double counts : expected_[slice]) sum += counts;
  }
  return sum;
}

std::vector<DecayPoint> ReleaseValues::points(std::span<const std::size_t> slices) const {
  std::vector<DecayPoint> points;
  for (const std::size_t slice : slices) {
    const Estimate estimate = counts(std::span(&slice, 1));
    if (!(estimate.value > 0 && estimate.sigma < max_relative_error * estimate.value)) continue;
    const SliceInfo& info = run_.slices->info(slice);
    points.push_back({info.start_s, info.end_s, estimate.value, estimate.sigma});
  }
  const auto greatest = std::ranges::max_element(points, {}, &DecayPoint::counts);
  const double least = points.empty() ? 0 : min_share * greatest->counts;
  std::erase_if(points, [&](const DecayPoint& point) { return point.counts < least; });
  return points;
}

std::optional<PowerLawFit> fit_decay(const ReleaseValues& values, const Exposure& span) {
  constexpr std::size_t min_points = 5;
  const std::vector<DecayPoint> points = values.points(values.timed(span.start_s, span.end_s));
  if (points.size() < min_points) return {};
  const PowerLawFit fit = fit_power_law(points);
  // Steeper power laws are exponentials in disguise, with an origin far before the first point.
  constexpr double steepest = 50;
  return fit.converged && std::abs(fit.exponent) < steepest ? std::optional(fit) : std::nullopt;
}

std::optional<ExponentialFit> effective_exponential(const ReleaseValues& values, const Exposure& window) {
  // Poisson weights, as a measurement has them, whatever the slices are; the errors of drawing are added at the end.
  double counted = 0, drawn = 0;
  std::vector<DecayPoint> parts;
  const auto edge = [&](int i) {
    return i == window_parts ? window.end_s : window.start_s + (window.end_s - window.start_s) * i / window_parts;
  };
  for (int i = 0; i < window_parts; ++i) {
    const Estimate part = values.counts(values.timed(edge(i), edge(i + 1)));
    if (!(part.value > 0)) return {};
    parts.push_back({edge(i), edge(i + 1), part.value, std::sqrt(part.value)});
    counted += part.value;
    drawn += part.sigma * part.sigma;
  }
  ExponentialFit fit = fit_exponential(parts);
  const double more = std::sqrt(1 + drawn / counted);
  fit.tau_sigma_s *= more;
  fit.slope_sigma_Hz *= more;
  return fit.converged && std::isfinite(fit.tau_s) ? std::optional(fit) : std::nullopt;
}

}  // namespace slipburst::host
