#include "host/run/spectrum.hpp"

#include <algorithm>
#include <chrono>

#include "host/run/event_model.hpp"

namespace slipburst::host {

Spectrum sample_spectrum(const Case& c, const Table& table, Backend& backend, const EventRange& range,
                         std::span<const double> thresholds_eV, const std::function<void(std::uint64_t)>& progress) {
  Spectrum spectrum{};
  spectrum.range = range;
  spectrum.model = event_model(c, thresholds_eV);
  spectrum.edges_eV = bin_edges_eV(c.histogram);
  spectrum.thresholds_eV.assign(thresholds_eV.begin(), thresholds_eV.end());
  const exec::TallyLayout layout(spectrum.model);
  spectrum.counts.assign(static_cast<std::size_t>(layout.size()), 0);
  spectrum.backend = backend.name();

  using Clock = std::chrono::steady_clock;
  const auto sampler = backend.sampler(spectrum.model, table.view(), table.stress_cells);
  std::uint64_t chunk = 1 << 20;
  for (std::uint64_t done = 0; done < range.count;) {
    const std::uint64_t count = std::min(chunk, range.count - done);
    const auto begin = Clock::now();
    sampler->add(range.seed, range.first + done, count, spectrum.counts);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    spectrum.seconds += seconds;
    done += count;
    if (seconds < 0.125 && chunk < (std::uint64_t{1} << 40)) chunk *= 2;
    if (seconds > 0.5 && chunk > (1 << 16)) chunk /= 2;
    if (progress) progress(done);
  }
  for (int channel = 0; channel < table::channels; ++channel) {
    spectrum.channel[channel] = channel_counts(spectrum.model, spectrum.counts, channel);
  }
  spectrum.rejected = spectrum.counts[static_cast<std::size_t>(layout.rejected())];
  return spectrum;
}

}  // namespace slipburst::host
