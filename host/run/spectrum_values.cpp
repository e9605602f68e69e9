#include "host/run/spectrum_values.hpp"

#include <algorithm>
#include <utility>

namespace slipburst::host {
namespace {

std::vector<Estimate> probabilities(const std::vector<std::uint64_t>& counts, std::uint64_t events) {
  std::vector<Estimate> estimates;
  for (const std::uint64_t count : counts) estimates.push_back(probability(count, events));
  return estimates;
}

/// Differences of neighbours in a falling row, with errors relative to what is subtracted.
std::vector<Estimate> differences(const std::vector<double>& above, double relative_error) {
  std::vector<Estimate> estimates;
  for (std::size_t i = 0; i + 1 < above.size(); ++i) {
    estimates.push_back({above[i] - above[i + 1], relative_error * above[i]});
  }
  return estimates;
}

}  // namespace

SpectrumValues values_of(const Spectrum& spectrum) {
  const std::uint64_t events = spectrum.range.count;
  SpectrumValues values{"plain", spectrum.edges_eV, spectrum.thresholds_eV, {}, probability(spectrum.rejected, events)};
  for (int channel = 0; channel < table::channels; ++channel) {
    const ChannelCounts& counts = spectrum.channel[channel];
    values.channel[channel] = {probabilities(counts.above, events),
                               probabilities(counts.bins, events),
                               probabilities(counts.supersonic, events),
                               probabilities(counts.thresholds, events),
                               mean_energy_eV(counts, spectrum.edges_eV, events),
                               probability(counts.underflow, events)};
  }
  return values;
}

SpectrumValues values_of(const ExactSpectrum& exact, std::string method, std::span<const double> edges_eV,
                         std::span<const double> thresholds_eV) {
  SpectrumValues values{std::move(method),
                        {edges_eV.begin(), edges_eV.end()},
                        {thresholds_eV.begin(), thresholds_eV.end()},
                        {},
                        {exact.rejected, 0}};
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
        {std::max(from.emitting - from.above.front(), 0.0), exact.relative_error * from.emitting}};
  }
  return values;
}

}  // namespace slipburst::host
