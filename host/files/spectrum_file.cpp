#include "host/files/spectrum_file.hpp"

#include "host/files/digest.hpp"
#include "host/files/output_file.hpp"
#include "host/files/provenance.hpp"

namespace slipburst::host {
namespace {

void write_channel(OutputFile& file, const Spectrum& spectrum, int channel, const std::string& group,
                   const RateScale& rate) {
  const ChannelCounts& counts = spectrum.channel[channel];
  const std::uint64_t events = spectrum.range.count;
  const std::vector<double>& edges = spectrum.edges_eV;
  file.dataset(group + "/counts", counts.bins, {"1", "events per bin"});
  file.dataset(group + "/supersonic_counts", counts.supersonic,
               {"1", "events per bin whose line somewhere passes the film's transverse sound speed"});
  const std::uint64_t outside[] = {counts.zero, counts.underflow, counts.overflow};
  file.dataset(group + "/outside", outside,
               {"1", "events of exactly zero energy, below the first edge, above the last"});

  const std::uint64_t fast_outside[] = {0, counts.supersonic_underflow, counts.supersonic_overflow};
  file.dataset(group + "/supersonic_outside", fast_outside, {"1", "of those, events whose line passes that speed"});

  std::vector<double> probability_above, sigma_above, density, density_sigma;
  for (const std::uint64_t above : counts.above) {
    const Estimate p = probability(above, events);
    probability_above.push_back(p.value);
    sigma_above.push_back(p.sigma);
  }
  for (std::size_t bin = 0; bin < counts.bins.size(); ++bin) {
    const Estimate p = probability(counts.bins[bin], events);
    const double width = edges[bin + 1] - edges[bin];
    density.push_back(p.value / width);
    density_sigma.push_back(p.sigma / width);
  }
  file.dataset(group + "/integral_probability", probability_above, {"1", "P(E > edge) per pinned dislocation"});
  file.dataset(group + "/integral_probability_sigma", sigma_above, {"1", "one standard deviation"});
  file.dataset(group + "/probability_per_eV", density, {"1/eV", "dP/dE per pinned dislocation, mean over the bin"});
  file.dataset(group + "/probability_sigma_per_eV", density_sigma, {"1/eV", "one standard deviation"});
  const auto scaled = [](std::vector<double> values, double factor) {
    for (double& value : values) value *= factor;
    return values;
  };
  const std::string how = "dR/dE = dP/dE times the rate of all pinned dislocations, N / (Gamma t)";
  file.dataset(group + "/rate_Hz_per_eV_per_cm2", scaled(density, rate.per_area),
               {"Hz/eV/cm^2", how + ", per area of film"});
  file.dataset(group + "/rate_sigma_Hz_per_eV_per_cm2", scaled(density_sigma, rate.per_area),
               {"Hz/eV/cm^2", "one standard deviation, statistical"});
  if (rate.hz) {
    file.dataset(group + "/rate_Hz_per_eV", scaled(density, *rate.hz), {"Hz/eV", how + ", for the case's area"});
    file.dataset(group + "/rate_sigma_Hz_per_eV", scaled(density_sigma, *rate.hz),
                 {"Hz/eV", "one standard deviation, statistical"});
  }
  file.dataset("/above" + group, counts.thresholds, {"1", "events at or above each energy of --above"});
}

}  // namespace

std::string counts_sha256(const Spectrum& spectrum) {
  Digest digest;
  const exec::TallyLayout layout(spectrum.model);
  const auto slots = static_cast<std::size_t>(layout.slots);
  const auto plane = [&](int channel, bool supersonic) {
    return std::span(spectrum.counts).subspan(static_cast<std::size_t>(layout.slot(channel, supersonic, 0)), slots);
  };
  for (int channel = 0; channel < table::channels; ++channel) {
    std::vector<std::uint64_t> total(plane(channel, false).begin(), plane(channel, false).end());
    for (std::size_t i = 0; i < slots; ++i) total[i] += plane(channel, true)[i];
    digest.add(total);
  }
  for (int channel = 0; channel < table::channels; ++channel) digest.add(plane(channel, true));
  digest.add(std::span(&spectrum.rejected, 1));
  return digest.hex();
}

void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum) {
  OutputFile file(path, "slipburst-spectrum", 1);
  write_provenance(file, c, spectrum.backend);
  const RateScale rate = rate_scale(c);
  file.attribute("/", "seed", spectrum.range.seed);
  file.attribute("/", "events", spectrum.range.whole);
  file.attribute("/", "first_event", spectrum.range.first);
  file.attribute("/", "piece_events", spectrum.range.count);
  file.attribute("/", "rejected_events", spectrum.rejected);
  file.attribute("/", "counts_sha256", counts_sha256(spectrum));
  file.attribute("/", "table_sha256", spectrum.table_sha256);
  file.attribute("/", "table_max_relative_error", spectrum.table_max_relative_error);
  file.attribute("/", "time_since_cooldown_s", c.detector.time_since_cooldown_s);
  file.attribute("/", "rate_Hz_per_cm2", rate.per_area);
  if (rate.hz) {
    file.attribute("/", "aluminium_area_cm2", *c.detector.aluminium_area_cm2);
    file.attribute("/", "rate_Hz", *rate.hz);
  }
  if (c.detector.mass_kg) file.attribute("/", "detector_mass_kg", *c.detector.mass_kg);
  file.dataset("/edges_eV", spectrum.edges_eV, {"eV", "edges of the bins, both channels"});
  file.dataset("/above/energy_eV", spectrum.thresholds_eV, {"eV", "energies with exact counts of their own"});
  write_channel(file, spectrum, 0, "/crystal", rate);
  write_channel(file, spectrum, 1, "/film", rate);
  file.commit();
}

}  // namespace slipburst::host
