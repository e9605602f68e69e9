#include "host/files/spectrum_file.hpp"

#include "host/files/digest.hpp"
#include "host/files/output_file.hpp"
#include "host/files/provenance.hpp"
#include "host/files/response_file.hpp"

namespace slipburst::host {
namespace {

/// The estimates of a row, values and sigmas apart.
struct Columns {
  std::vector<double> value, sigma;

  explicit Columns(const std::vector<Estimate>& estimates) {
    for (const Estimate& estimate : estimates) {
      value.push_back(estimate.value);
      sigma.push_back(estimate.sigma);
    }
  }
  Columns per_width(const std::vector<double>& edges) const {
    Columns density = *this;
    for (std::size_t bin = 0; bin < value.size(); ++bin) {
      density.value[bin] /= edges[bin + 1] - edges[bin];
      density.sigma[bin] /= edges[bin + 1] - edges[bin];
    }
    return density;
  }
  Columns times(double factor) const {
    Columns product = *this;
    for (double& x : product.value) x *= factor;
    for (double& x : product.sigma) x *= factor;
    return product;
  }
};

void write_values(OutputFile& file, const SpectrumValues& values, int channel, const std::string& group,
                  const RateScale& rate) {
  const ChannelValues& of = values.channel[channel];
  const Columns above(of.above);
  file.dataset(group + "/underflow_probability", Columns({of.underflow}).value,
               {"1", "P(0 < E < first edge) per pinned dislocation"});
  file.dataset(group + "/integral_probability", above.value, {"1", "P(E > edge) per pinned dislocation"});
  file.dataset(group + "/integral_probability_sigma", above.sigma, {"1", "one standard deviation"});
  const Columns density = Columns(of.bins).per_width(values.edges_eV);
  file.dataset(group + "/probability_per_eV", density.value,
               {"1/eV", "dP/dE per pinned dislocation, mean over the bin"});
  file.dataset(group + "/probability_sigma_per_eV", density.sigma, {"1/eV", "one standard deviation"});
  file.dataset(group + "/supersonic_probability_per_eV", Columns(of.supersonic).per_width(values.edges_eV).value,
               {"1/eV", "dP/dE of lines that somewhere pass the film's transverse sound speed"});
  const std::string how = "dR/dE = dP/dE times the rate of all pinned dislocations, N / (Gamma t)";
  const Columns per_area = density.times(rate.per_area);
  file.dataset(group + "/rate_Hz_per_eV_per_cm2", per_area.value, {"Hz/eV/cm^2", how + ", per area of film"});
  file.dataset(group + "/rate_sigma_Hz_per_eV_per_cm2", per_area.sigma, {"Hz/eV/cm^2", "one standard deviation"});
  if (rate.hz) {
    const Columns total = density.times(*rate.hz);
    file.dataset(group + "/rate_Hz_per_eV", total.value, {"Hz/eV", how + ", for the case's area"});
    file.dataset(group + "/rate_sigma_Hz_per_eV", total.sigma, {"Hz/eV", "one standard deviation"});
  }
  const Columns thresholds(of.thresholds);
  file.dataset("/above" + group + "_probability", thresholds.value, {"1", "P(E >= energy) of each energy of --above"});
  file.dataset("/above" + group + "_probability_sigma", thresholds.sigma, {"1", "one standard deviation"});
}

void write_counts(OutputFile& file, const Spectrum& spectrum, int channel, const std::string& group) {
  const ChannelCounts& counts = spectrum.channel[channel];
  file.dataset(group + "/counts", counts.bins, {"1", "events per bin"});
  file.dataset(group + "/supersonic_counts", counts.supersonic,
               {"1", "events per bin whose line somewhere passes the film's transverse sound speed"});
  const std::uint64_t outside[] = {counts.zero, counts.underflow, counts.overflow};
  file.dataset(group + "/outside", outside,
               {"1", "events of exactly zero energy, below the first edge, above the last"});
  const std::uint64_t fast_outside[] = {0, counts.supersonic_underflow, counts.supersonic_overflow};
  file.dataset(group + "/supersonic_outside", fast_outside, {"1", "of those, events whose line passes that speed"});
  file.dataset("/above" + group, counts.thresholds, {"1", "events at or above each energy of --above"});
}

/// What every spectrum holds, sampled or not.
void write_common(OutputFile& file, const Case& c, const SpectrumValues& values, const TableUse& table,
                  const std::string& backend) {
  write_provenance(file, c, backend);
  const RateScale rate = rate_scale(c);
  file.attribute("/", "method", values.method);
  file.attribute("/", "table_sha256", table.sha256);
  file.attribute("/", "table_max_relative_error", table.max_relative_error);
  file.attribute("/", "time_since_cooldown_s", c.detector.time_since_cooldown_s);
  file.attribute("/", "mean_energy_eV", values.channel[0].mean_eV.value);
  file.attribute("/", "mean_film_energy_eV", values.channel[1].mean_eV.value);
  file.attribute("/", "rejected_share", values.rejected.value);
  file.attribute("/", "rate_Hz_per_cm2", rate.per_area);
  if (rate.hz) {
    file.attribute("/", "aluminium_area_cm2", *c.detector.aluminium_area_cm2);
    file.attribute("/", "rate_Hz", *rate.hz);
  }
  if (c.detector.mass_kg) file.attribute("/", "detector_mass_kg", *c.detector.mass_kg);
  file.dataset("/edges_eV", values.edges_eV, {"eV", "edges of the bins, both channels"});
  file.dataset("/above/energy_eV", values.thresholds_eV, {"eV", "energies of --above"});
  write_values(file, values, 0, "/crystal", rate);
  write_values(file, values, 1, "/film", rate);
  write_response(file, c, values);
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

void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum, const TableUse& table) {
  OutputFile file(path, "slipburst-spectrum", 1);
  write_common(file, c, values_of(spectrum), table, spectrum.backend);
  file.attribute("/", "seed", spectrum.range.seed);
  file.attribute("/", "events", spectrum.range.whole);
  file.attribute("/", "first_event", spectrum.range.first);
  file.attribute("/", "piece_events", spectrum.range.count);
  file.attribute("/", "rejected_events", spectrum.rejected);
  file.attribute("/", "counts_sha256", counts_sha256(spectrum));
  write_counts(file, spectrum, 0, "/crystal");
  write_counts(file, spectrum, 1, "/film");
  file.commit();
}

void write_exact_file(const std::string& path, const Case& c, const SpectrumValues& values, const TableUse& table,
                      const std::string& backend) {
  OutputFile file(path, "slipburst-spectrum", 1);
  write_common(file, c, values, table, backend);
  file.commit();
}

}  // namespace slipburst::host
