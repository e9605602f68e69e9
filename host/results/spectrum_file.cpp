#include "host/results/spectrum_file.hpp"

#include <array>
#include <initializer_list>
#include <numeric>
#include <utility>

#include "host/results/provenance.hpp"
#include "host/results/response_file.hpp"
#include "host/store/digest.hpp"
#include "host/store/output_file.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

constexpr const char* low_text = "lower end of the central interval of 68.27 % confidence";
constexpr const char* high_text = "upper end of the central interval of 68.27 % confidence";

/// The estimates of a row in separate columns: values, sigmas and ends of intervals.
struct Columns {
  std::vector<double> value, sigma, low, high;

  explicit Columns(const std::vector<Estimate>& estimates) {
    for (const Estimate& estimate : estimates) {
      value.push_back(estimate.value);
      sigma.push_back(estimate.sigma);
      low.push_back(estimate.low);
      high.push_back(estimate.high);
    }
  }
  Columns per_width(const std::vector<double>& edges) const {
    Columns density = *this;
    for (std::size_t bin = 0; bin < value.size(); ++bin) {
      const double width = edges[bin + 1] - edges[bin];
      for (std::vector<double>* column : {&density.value, &density.sigma, &density.low, &density.high}) {
        (*column)[bin] /= width;
      }
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
  file.dataset(group + "/underflow_probability_sigma", Columns({of.underflow}).sigma, {"1", "one standard deviation"});
  file.dataset(group + "/integral_probability", above.value, {"1", "P(E > edge) per pinned dislocation"});
  file.dataset(group + "/integral_probability_sigma", above.sigma, {"1", "one standard deviation"});
  file.dataset(group + "/integral_probability_low", above.low, {"1", low_text});
  file.dataset(group + "/integral_probability_high", above.high, {"1", high_text});
  const Columns density = Columns(of.bins).per_width(values.edges_eV);
  file.dataset(group + "/probability_per_eV", density.value,
               {"1/eV", "dP/dE per pinned dislocation, mean over the bin"});
  file.dataset(group + "/probability_sigma_per_eV", density.sigma, {"1/eV", "one standard deviation"});
  file.dataset(group + "/probability_low_per_eV", density.low, {"1/eV", low_text});
  file.dataset(group + "/probability_high_per_eV", density.high, {"1/eV", high_text});
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

/// Counters of all strata in one array, [strata, length]; without strata [length].
class CountArray {
 public:
  CountArray(OutputFile& file, const Spectrum& spectrum) : file_(file), spectrum_(spectrum) {}

  void write(const std::string& path, const std::vector<std::uint64_t>& values, const std::string& description) {
    std::vector<std::uint64_t> shape = {values.size() / spectrum_.strata.size()};
    if (spectrum_.sampling == Sampling::stratified) shape.insert(shape.begin(), spectrum_.strata.size());
    file_.dataset(path, values, shape, {"1", description});
  }

 private:
  OutputFile& file_;
  const Spectrum& spectrum_;
};

void write_counts(OutputFile& file, const Spectrum& spectrum, int channel, const std::string& group) {
  std::vector<std::uint64_t> bins, fast, outside, fast_outside, thresholds;
  const auto append = [](std::vector<std::uint64_t>& to, std::span<const std::uint64_t> from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  for (const StratumChannel& stratum : spectrum.channel(channel)) {
    const ChannelCounts& counts = stratum.counts;
    append(bins, counts.bins);
    append(fast, counts.supersonic);
    append(outside, std::array{counts.zero, counts.underflow, counts.overflow});
    append(fast_outside, std::array{std::uint64_t{0}, counts.supersonic_underflow, counts.supersonic_overflow});
    append(thresholds, counts.thresholds);
  }
  CountArray array(file, spectrum);
  array.write(group + "/counts", bins, "events per bin");
  array.write(group + "/supersonic_counts", fast,
              "events per bin whose line somewhere passes the film's transverse sound speed");
  array.write(group + "/outside", outside, "events of exactly zero energy, below the first edge, above the last");
  array.write(group + "/supersonic_outside", fast_outside, "of those, events whose line passes that speed");
  array.write("/above" + group, thresholds, "events at or above each energy of --above");
}

/// Writes the masses, events and rejected events of strata.
void write_strata(OutputFile& file, const Spectrum& spectrum) {
  std::vector<double> mass;
  std::vector<std::uint64_t> events, rejected;
  for (const StratumCounts& stratum : spectrum.strata) {
    mass.push_back(stratum.mass);
    events.push_back(stratum.events);
    rejected.push_back(stratum.counts[static_cast<std::size_t>(exec::TallyLayout(spectrum.model).rejected())]);
  }
  file.dataset("/strata/mass", mass,
               {"1", "probability of each stratum of pin heights; arrays of counts are [stratum]"});
  file.dataset("/strata/events", events, {"1", "events drawn in each stratum"});
  file.dataset("/strata/rejected", rejected, {"1", "of those, pins beyond the film or grains too small"});
  file.attribute("/strata", "allocation", std::string("equal: event i belongs to stratum i modulo their number"));
}

void write_plane(OutputFile& file, const Case& c, const SpectrumValues& values) {
  if (values.plane.probability.empty()) return;
  const std::vector<double> edges = bin_edges_eV(c.histogram, c.histogram.plane_bins_per_decade);
  const Columns columns(values.plane.probability);
  const std::uint64_t shape[] = {edges.size() + 1, edges.size() + 1};
  file.dataset("/plane/edges_eV", edges, {"eV", "edges of the bins of both axes"});
  file.dataset("/plane/probability", columns.value, shape,
               {"1",
                "P per pinned dislocation, [crystal energy][film energy]; first and last of each axis: below the "
                "first edge but not zero, above the last"});
  file.dataset("/plane/probability_sigma", columns.sigma, shape, {"1", "one standard deviation"});
}

void write_plane_counts(OutputFile& file, const Spectrum& spectrum) {
  const exec::TallyLayout layout(spectrum.model);
  if (layout.plane_slots == 0) return;
  const auto side = static_cast<std::uint64_t>(layout.plane_slots - tally::LogBins::underflow);
  std::vector<std::uint64_t> counts, shape = {side, side};
  for (const StratumCounts& stratum : spectrum.strata) {
    for (std::int32_t i = tally::LogBins::underflow; i < layout.plane_slots; ++i) {
      for (std::int32_t j = tally::LogBins::underflow; j < layout.plane_slots; ++j) {
        counts.push_back(stratum.counts[static_cast<std::size_t>(layout.plane(i, j))]);
      }
    }
  }
  if (spectrum.sampling == Sampling::stratified) shape.insert(shape.begin(), spectrum.strata.size());
  file.dataset("/plane/counts", counts, shape, {"1", "events, arranged as probability"});
}

/// Writes the content common to all spectra, sampled or not.
void write_common(OutputFile& file, const Case& c, const SpectrumResult& result) {
  const SpectrumValues& values = result.values;
  const RateScale& rate = result.rate;
  const TableUse& table = result.table;
  write_provenance(file, c, result.backend);
  file.attribute("/", "method", values.method);
  file.attribute("/", "table_sha256", table.sha256);
  file.attribute("/", "table_max_relative_error", table.max_relative_error);
  file.attribute("/", "time_since_cooldown_s", c.detector.time_since_cooldown_s);
  file.attribute("/", "mean_energy_eV", values.channel[0].mean_eV.value);
  file.attribute("/", "mean_film_energy_eV", values.channel[1].mean_eV.value);
  file.attribute("/", "rejected_share", values.rejected.value);
  file.attribute("/", "negative_film_share", table.negative.share);
  file.attribute("/", "negative_film_energy_eV", table.negative.mean_eV);
  file.attribute("/", "release_rate_Hz_per_cm2", rate.per_area);
  if (rate.hz) {
    file.attribute("/", "aluminium_area_cm2", *c.detector.aluminium_area_cm2);
    file.attribute("/", "release_rate_Hz", *rate.hz);
  }
  if (c.detector.mass_kg) file.attribute("/", "detector_mass_kg", *c.detector.mass_kg);
  file.dataset("/edges_eV", values.edges_eV, {"eV", "edges of the bins, both channels"});
  file.dataset("/above/energy_eV", values.thresholds_eV, {"eV", "energies of --above"});
  write_values(file, values, 0, "/crystal", rate);
  write_values(file, values, 1, "/film", rate);
  write_plane(file, c, values);
  if (result.seen) write_response(file, c, rate, *result.seen, values.plane);
}

}  // namespace

std::string counts_sha256(const Spectrum& spectrum) {
  Digest digest;
  const exec::TallyLayout layout(spectrum.model);
  const auto slots = static_cast<std::size_t>(layout.slots);
  // Bins below the histogram belong to the underflow.
  const auto folded = [&](std::vector<std::uint64_t> row) {
    const auto bins = row.begin() + tally::LogBins::first;
    row[tally::LogBins::underflow] =
        std::accumulate(bins, bins + spectrum.bins_below(), row[tally::LogBins::underflow]);
    row.erase(bins, bins + spectrum.bins_below());
    return row;
  };
  for (const StratumCounts& stratum : spectrum.strata) {
    const auto plane = [&](int channel, bool supersonic) {
      return std::span(stratum.counts).subspan(static_cast<std::size_t>(layout.slot(channel, supersonic, 0)), slots);
    };
    for (int channel = 0; channel < table::channels; ++channel) {
      std::vector<std::uint64_t> total(plane(channel, false).begin(), plane(channel, false).end());
      for (std::size_t i = 0; i < slots; ++i) total[i] += plane(channel, true)[i];
      digest.add(folded(std::move(total)));
    }
    for (int channel = 0; channel < table::channels; ++channel) {
      const auto fast = plane(channel, true);
      digest.add(folded({fast.begin(), fast.end()}));
    }
    digest.add(std::span(&stratum.counts[static_cast<std::size_t>(layout.rejected())], 1));
  }
  return digest.hex();
}

void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum, const SpectrumResult& result,
                         const RunRecord& record) {
  OutputFile file(path, "slipburst-spectrum");
  write_common(file, c, result);
  write_record(file, record);
  write_coverage(file, spectrum.coverage);
  std::uint64_t rejected = 0;
  for (const StratumCounts& stratum : spectrum.strata) {
    rejected += stratum.counts[static_cast<std::size_t>(exec::TallyLayout(spectrum.model).rejected())];
  }
  file.attribute("/", "rejected_events", rejected);
  file.attribute("/", "counts_sha256", record.report.at("counts_sha256").get<std::string>());
  write_counts(file, spectrum, 0, "/crystal");
  write_counts(file, spectrum, 1, "/film");
  if (spectrum.sampling == Sampling::stratified) write_strata(file, spectrum);
  write_plane_counts(file, spectrum);
  write_counters(file, joined_counters(spectrum.strata));
  file.commit();
}

void write_exact_file(const std::string& path, const Case& c, const SpectrumResult& result,
                      const RunIdentity& identity) {
  OutputFile file(path, "slipburst-spectrum");
  write_common(file, c, result);
  write_identity(file, identity);
  file.commit();
}

}  // namespace slipburst::host
