#include "host/run/spectrum.hpp"

#include "host/run/event_model.hpp"

namespace slipburst::host {

Spectrum empty_spectrum(const Case& c, const Coverage& coverage, Sampling sampling,
                        std::span<const double> thresholds_eV) {
  Spectrum spectrum{};
  spectrum.coverage = coverage;
  spectrum.sampling = sampling;
  spectrum.model = event_model(c, thresholds_eV);
  spectrum.edges_eV = bin_edges_eV(c.histogram);
  spectrum.thresholds_eV.assign(thresholds_eV.begin(), thresholds_eV.end());
  const std::vector<std::uint64_t> none(static_cast<std::size_t>(exec::TallyLayout(spectrum.model).size()));
  if (sampling == Sampling::plain) {
    spectrum.strata.push_back({1, coverage.events(), none});
    return spectrum;
  }
  for (int k = 0; k < random::strata; ++k) {
    const std::uint64_t events = coverage.every(random::strata, static_cast<std::uint64_t>(k));
    spectrum.strata.push_back({random::stratum_mass(k), events, none});
  }
  return spectrum;
}

CountingTask counting_task(const Spectrum& spectrum, const Table& table) {
  const bool stratified = spectrum.sampling == Sampling::stratified;
  return {spectrum.coverage.seed, spectrum.model, table.view(), stratified, nullptr, {}};
}

std::uint64_t first_part(const Spectrum& spectrum) {
  // Strata are sampled one after the other: their shares of a part should not be small.
  return std::uint64_t{1} << (spectrum.sampling == Sampling::plain ? 20 : 24);
}

Spectrum sample_spectrum(const Case& c, const Table& table, Backend& backend, const EventRange& range,
                         Sampling sampling, std::span<const double> thresholds_eV, const std::function<void()>& poll) {
  Spectrum spectrum = empty_spectrum(c, coverage(range), sampling, thresholds_eV);
  spectrum.backend = backend.name();
  RunState state{0, joined_counters(spectrum.strata)};
  count_events(*backend.counter(counting_task(spectrum, table)), range, first_part(spectrum), state,
               {[&](std::uint64_t) {
                  if (poll) poll();
                  return RunStep::go_on;
                },
                {}});
  set_counters(state.counts, spectrum.strata);
  return spectrum;
}

std::vector<StratumChannel> Spectrum::channel(int channel) const {
  std::vector<StratumChannel> result;
  for (const StratumCounts& stratum : strata) {
    result.push_back({stratum.mass, stratum.events, channel_counts(model, stratum.counts, channel)});
  }
  return result;
}

}  // namespace slipburst::host
