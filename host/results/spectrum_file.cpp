#include "host/results/spectrum_file.hpp"

#include <array>
#include <initializer_list>
#include <numeric>
#include <utility>

#include "host/results/provenance.hpp"
#include "host/results/response_file.hpp"
#include "host/results/spectrum_fields.hpp"
#include "host/store/digest.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

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
  file.dataset("/plane/counts", counts, shape, {"1", "events, arranged as plane/probability"});
}

/// Writes the content common to all spectra, sampled or not.
void write_common(OutputFile& file, const Case& c, const SpectrumResult& result) {
  write_provenance(file, c, result.backend);
  write_fields(file, "/", spectrum_fields(), SpectrumOutcome{c, result});
  if (result.seen) write_response(file, {c, result.rate, *result.seen, result.values.plane});
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
