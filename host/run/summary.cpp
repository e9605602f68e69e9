#include "host/run/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "slipburst/physics/depinning.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

Estimate probability(std::uint64_t count, std::uint64_t events) {
  const double n = static_cast<double>(events), value = static_cast<double>(count) / n;
  const double kept = std::clamp(value, 1 / n, 1 - 1 / n);
  return {value, events > 1 ? std::sqrt(kept * (1 - kept) / n) : 1};
}

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

Estimate mean_energy_eV(const ChannelCounts& channel, std::span<const double> edges_eV, std::uint64_t events) {
  const double n = static_cast<double>(events);
  const double step = std::log(edges_eV[1] / edges_eV[0]);
  // Below the first edge P(E > e) falls as sqrt(e) from the share of all that emit, as energies near threshold do.
  const double emitting = static_cast<double>(channel.above[0] + channel.underflow);
  const double above = static_cast<double>(channel.above[0]);
  double first = edges_eV[0] * (emitting + 2 * above) / 3;
  double second = edges_eV[0] * edges_eV[0] * (emitting + 4 * above) / 5;
  for (std::size_t k = 0; k < edges_eV.size(); ++k) {
    const double weight = (k == 0 ? 0.5 : 1) * step * static_cast<double>(channel.above[k]) * edges_eV[k];
    first += weight;
    second += 2 * weight * edges_eV[k];
  }
  const double mean = first / n;
  // What the counts cannot say: energies above the last edge, and how they lie below the first.
  const double unknown = edges_eV[0] * (emitting - above) / (3 * n);
  if (channel.overflow > 0 || unknown > 0.01 * mean) {
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  }
  return {mean, std::sqrt(std::max(second / n - mean * mean, 0.0) / n)};
}

RateScale rate_scale(const Case& c) {
  const double density = std::pow(units::nanometres_per_centimetre / c.pinning.spacing, 2);  // rho_D, cm^-2
  const physics::MottDepinning depinning(c.depinning.gamma,
                                         c.depinning.attempt_frequency * units::picoseconds_per_second);
  RateScale scale{density * depinning.rate(c.detector.time_since_cooldown_s), {}};
  if (c.detector.aluminium_area_cm2) scale.hz = scale.per_area * *c.detector.aluminium_area_cm2;
  return scale;
}

}  // namespace slipburst::host
