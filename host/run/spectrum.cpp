#include "host/run/spectrum.hpp"

#include "host/run/chunks.hpp"
#include "host/run/event_model.hpp"

namespace slipburst::host {

Spectrum sample_spectrum(const Case& c, const Table& table, Backend& backend, const EventRange& range,
                         Sampling sampling, std::span<const double> thresholds_eV,
                         const std::function<void(std::uint64_t)>& progress) {
  Spectrum spectrum{};
  spectrum.range = range;
  spectrum.sampling = sampling;
  spectrum.model = event_model(c, thresholds_eV);
  spectrum.edges_eV = bin_edges_eV(c.histogram);
  spectrum.thresholds_eV.assign(thresholds_eV.begin(), thresholds_eV.end());
  spectrum.backend = backend.name();
  const std::vector<std::uint64_t> none(static_cast<std::size_t>(exec::TallyLayout(spectrum.model).size()));
  if (sampling == Sampling::plain) {
    spectrum.strata.push_back({1, range.count, none});
  } else {
    for (int k = 0; k < random::strata; ++k) {
      spectrum.strata.push_back(
          {random::stratum_mass(k), random::stratum_events(range.first, range.count, k).count, none});
    }
  }

  const auto sampler = backend.sampler(spectrum.model, table.view());
  const auto add = [&](std::uint64_t first, std::uint64_t count) {
    if (sampling == Sampling::plain) return sampler->add(range.seed, first, count, spectrum.strata[0].counts);
    for (int k = 0; k < random::strata; ++k) {
      sampler->add(range.seed, random::stratum(k), random::stratum_events(first, count, k),
                   spectrum.strata[static_cast<std::size_t>(k)].counts);
    }
  };
  // Strata are sampled one after the other: their shares of a chunk should not be small.
  spectrum.seconds = in_chunks(range, std::uint64_t{1} << (sampling == Sampling::plain ? 20 : 24), add, progress);
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
