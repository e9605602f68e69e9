#include "host/sampling/spectrum_values.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace slipburst::host {
namespace {

/// First stratum with a positive count, or the last one: quantities that rise with the height begin there.
template <class Count>
std::size_t first_with(std::size_t strata, Count count) {
  for (std::size_t k = 0; k < strata; ++k) {
    if (count(k) > 0) return k;
  }
  return strata - 1;
}

using CountRow = std::vector<std::uint64_t>;

/// Probabilities from one row of counters, `row` of ChannelCounts. Each is reached from the same stratum on as the
/// counter of `reach` with its index.
std::vector<Estimate> probabilities(const std::vector<StratumChannel>& strata, CountRow ChannelCounts::*row,
                                    CountRow ChannelCounts::*reach) {
  std::vector<Estimate> estimates;
  std::vector<StratumCount> counts(strata.size());
  for (std::size_t i = 0; i < (strata[0].counts.*row).size(); ++i) {
    for (std::size_t k = 0; k < strata.size(); ++k) {
      counts[k] = {strata[k].mass, (strata[k].counts.*row)[i], strata[k].events};
    }
    const auto reached = [&](std::size_t k) { return (strata[k].counts.*reach)[i]; };
    estimates.push_back(probability(counts, first_with(strata.size(), reached)));
  }
  return estimates;
}

/// Counts of one counter of exec::TallyLayout, stratum by stratum.
std::vector<StratumCount> counts_of(const Spectrum& spectrum, std::int64_t counter) {
  std::vector<StratumCount> counts;
  for (const StratumCounts& stratum : spectrum.strata) {
    counts.push_back({stratum.mass, stratum.counts[static_cast<std::size_t>(counter)], stratum.events});
  }
  return counts;
}

/// Events with an energy above zero and below the first edge of the histogram.
std::vector<StratumCount> underflows(const std::vector<StratumChannel>& strata) {
  std::vector<StratumCount> counts;
  for (const StratumChannel& stratum : strata) {
    counts.push_back({stratum.mass, stratum.counts.underflow, stratum.events});
  }
  return counts;
}

/// First stratum with lines that emit.
std::size_t first_emitting(const Spectrum& spectrum) {
  const std::vector<StratumChannel> crystal = spectrum.channel(0);
  return first_with(crystal.size(),
                    [&](std::size_t k) { return crystal[k].counts.above[0] + crystal[k].counts.underflow; });
}

Estimate rejected_of(const Spectrum& spectrum) {
  const auto counts = counts_of(spectrum, exec::TallyLayout(spectrum.model).rejected());
  return probability(counts, first_with(counts.size(), [&](std::size_t k) { return counts[k].count; }));
}

EnergyPlane plane_of(const Spectrum& spectrum) {
  const exec::TallyLayout layout(spectrum.model);
  const std::size_t first = first_emitting(spectrum);
  EnergyPlane plane;
  for (std::int32_t i = tally::LogBins::underflow; i < layout.plane_slots; ++i) {
    for (std::int32_t j = tally::LogBins::underflow; j < layout.plane_slots; ++j) {
      plane.probability.push_back(probability(counts_of(spectrum, layout.plane(i, j)), first));
    }
  }
  return plane;
}

/// Share of the emitting lines that pass the sound speed.
double supersonic_share(const std::vector<StratumChannel>& strata) {
  double supersonic = 0, all = 0;
  for (const StratumChannel& stratum : strata) {
    if (stratum.events == 0) continue;
    const ChannelCounts& counts = stratum.counts;
    const double weight = stratum.mass / static_cast<double>(stratum.events);
    const std::uint64_t outside = counts.supersonic_underflow + counts.supersonic_overflow;
    supersonic +=
        weight * static_cast<double>(std::accumulate(counts.supersonic.begin(), counts.supersonic.end(), outside));
    all += weight * static_cast<double>(counts.above[0] + counts.underflow);
  }
  return all > 0 ? supersonic / all : 0;
}

/// Differences of neighbours in a falling row, with errors relative to the larger neighbour.
std::vector<Estimate> differences(const std::vector<double>& above, double relative_error) {
  std::vector<Estimate> estimates;
  for (std::size_t i = 0; i + 1 < above.size(); ++i) {
    estimates.push_back({above[i] - above[i + 1], relative_error * above[i]});
  }
  return estimates;
}

}  // namespace

SpectrumValues values_of(const Spectrum& spectrum) {
  SpectrumValues values{spectrum.sampling == Sampling::plain ? "plain" : "stratified",
                        spectrum.edges_eV,
                        spectrum.thresholds_eV,
                        {},
                        rejected_of(spectrum),
                        plane_of(spectrum)};
  const std::size_t emitting = first_emitting(spectrum);
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::vector<StratumChannel> strata = spectrum.channel(channel);
    constexpr CountRow ChannelCounts::*above = &ChannelCounts::above;
    values.channel[channel] = {probabilities(strata, above, above),
                               probabilities(strata, &ChannelCounts::bins, above),
                               probabilities(strata, &ChannelCounts::supersonic, above),
                               probabilities(strata, &ChannelCounts::thresholds, &ChannelCounts::thresholds),
                               spectrum.mean_eV(channel),
                               probability(underflows(strata), emitting),
                               supersonic_share(strata)};
  }
  return values;
}

SpectrumValues values_of(const ExactSpectrum& exact, std::string method, std::span<const double> edges_eV,
                         std::span<const double> thresholds_eV) {
  SpectrumValues values{std::move(method),
                        {edges_eV.begin(), edges_eV.end()},
                        {thresholds_eV.begin(), thresholds_eV.end()},
                        {},
                        {exact.rejected, 0},
                        {}};
  for (const double p : exact.plane) values.plane.probability.push_back({p, exact.relative_error * p});
  const auto with_error = [&](const std::vector<double>& row) {
    std::vector<Estimate> estimates;
    for (const double value : row) estimates.push_back({value, exact.relative_error * value});
    return estimates;
  };
  for (int channel = 0; channel < table::channels; ++channel) {
    const ExactChannel& from = exact.channel[channel];
    values.channel[channel] = {
        with_error(from.above),
        differences(from.above, exact.relative_error),
        differences(from.supersonic_above, exact.relative_error),
        with_error(from.thresholds),
        {from.mean_eV, exact.relative_error * from.mean_eV},
        {std::max(from.emitting - from.above.front(), 0.0), exact.relative_error * from.emitting},
        from.emitting > 0 ? from.supersonic / from.emitting : 0};
  }
  return values;
}

}  // namespace slipburst::host
