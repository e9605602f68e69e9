#include "host/sampling/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/release/expected_releases.hpp"
#include "slipburst/physics/depinning.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

ChannelCounts channel_counts(const exec::EventModel& model, std::span<const std::uint64_t> counts, int channel) {
  const exec::TallyLayout layout(model);
  const auto both = [&](std::int32_t slot) {
    return counts[layout.slot(channel, false, slot)] + counts[layout.slot(channel, true, slot)];
  };
  ChannelCounts result;
  result.zero = both(tally::LogBins::zero);
  result.underflow = both(tally::LogBins::underflow);
  result.overflow = both(model.bins.overflow());
  for (std::int32_t bin = 0; bin < model.bins.bins; ++bin) {
    result.bins.push_back(both(tally::LogBins::first + bin));
    result.supersonic.push_back(counts[layout.slot(channel, true, tally::LogBins::first + bin)]);
  }
  result.supersonic_underflow = counts[layout.slot(channel, true, tally::LogBins::underflow)];
  result.supersonic_overflow = counts[layout.slot(channel, true, model.bins.overflow())];
  result.above.resize(result.bins.size() + 1);
  std::uint64_t sum = result.overflow;
  for (std::size_t edge = result.bins.size();; --edge) {
    result.above[edge] = sum;
    if (edge == 0) break;
    sum += result.bins[edge - 1];
  }
  for (std::int32_t t = 0; t < model.thresholds; ++t) result.thresholds.push_back(counts[layout.threshold(channel, t)]);
  return result;
}

void ChannelCounts::leave_out(std::int32_t count) {
  for (std::vector<std::uint64_t>* row : {&bins, &supersonic}) {
    std::uint64_t& below = row == &bins ? underflow : supersonic_underflow;
    below = std::accumulate(row->begin(), row->begin() + count, below);
    row->erase(row->begin(), row->begin() + count);
  }
  above.erase(above.begin(), above.begin() + count);
}

Estimate mean_energy_eV(std::span<const StratumChannel> strata, std::span<const double> edges_eV) {
  const double step = std::log(edges_eV[1] / edges_eV[0]);
  double mean = 0, variance = 0, hidden = 0, beyond = 0;
  for (const StratumChannel& stratum : strata) {
    if (stratum.events == 0) continue;
    const double n = static_cast<double>(stratum.events);
    const ChannelCounts& channel = stratum.counts;
    // Below the first edge P(E > e) falls as sqrt(e) from the share of all emitting events, as near the threshold.
    const double emitting = static_cast<double>(channel.above[0] + channel.underflow);
    const double above = static_cast<double>(channel.above[0]);
    double first = edges_eV[0] * (emitting + 2 * above) / 3;
    double second = edges_eV[0] * edges_eV[0] * (emitting + 4 * above) / 5;
    for (std::size_t k = 0; k < edges_eV.size(); ++k) {
      const double weight = (k == 0 ? 0.5 : 1) * step * static_cast<double>(channel.above[k]) * edges_eV[k];
      first += weight;
      second += 2 * weight * edges_eV[k];
    }
    first /= n;
    mean += stratum.mass * first;
    variance += stratum.mass * stratum.mass * std::max(second / n - first * first, 0.0) / n;
    hidden += stratum.mass * edges_eV[0] * (emitting - above) / (3 * n);
    beyond += stratum.mass * edges_eV.back() * static_cast<double>(channel.overflow) / n;
  }
  // The counts do not tell the distribution of energies below the first edge and above the last: no mean if either
  // matters.
  if (hidden > 0.01 * mean || beyond > 1e-3 * mean) {
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  }
  return {mean, std::sqrt(variance)};
}

Estimate mean_energy_eV(const ChannelCounts& channel, std::span<const double> edges_eV, std::uint64_t events) {
  const StratumChannel all[] = {{1, events, channel}};
  return mean_energy_eV(all, edges_eV);
}

double release_rate(const Case& c, const FilmHistory& history) {
  const Detector& detector = c.detector;
  if (is_plain_mott(c)) {
    return physics::MottDepinning(c.depinning.gamma, c.depinning.attempt_frequency * units::picoseconds_per_second)
        .rate(detector.time_since_cooldown_s);
  }
  if (!detector.observation_start_s) return observed_rate(history, detector.time_since_cooldown_s).rate_Hz;
  const double start = *detector.observation_start_s, end = *detector.observation_end_s;
  return expected_share(history, start, end) / (end - start);
}

RateScale rate_scale(const Case& c, const FilmHistory& history) {
  const double density = std::pow(units::nanometres_per_centimetre / c.pinning.spacing, 2);  // rho_D, cm^-2
  RateScale scale{density * release_rate(c, history), {}};
  if (c.detector.aluminium_area_cm2) scale.hz = scale.per_area * *c.detector.aluminium_area_cm2;
  return scale;
}

RateScale rate_scale(const Case& c) { return rate_scale(c, FilmHistory(c)); }

}  // namespace slipburst::host
