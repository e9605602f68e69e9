#include "host/results/spectrum_file.hpp"

#include <numeric>
#include <utility>

#include "host/results/provenance.hpp"
#include "host/results/response_file.hpp"
#include "host/results/spectrum_fields.hpp"
#include "host/store/digest.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

using Counts = std::vector<std::uint64_t>;

/// Array of counters, [length]; with strata [strata, length].
CountArray in_strata(const Spectrum& spectrum, Counts values) {
  std::vector<std::uint64_t> shape = {values.size() / spectrum.strata.size()};
  if (spectrum.sampling == Sampling::stratified) shape.insert(shape.begin(), spectrum.strata.size());
  return {std::move(values), std::move(shape)};
}

Counts supersonic_outside(const ChannelCounts& counts) {
  return {0, counts.supersonic_underflow, counts.supersonic_overflow};
}

std::uint64_t rejected(const Spectrum& spectrum, const StratumCounts& stratum) {
  return stratum.counts[static_cast<std::size_t>(exec::TallyLayout(spectrum.model).rejected())];
}

FieldValue plane_counts(const Spectrum& spectrum) {
  const exec::TallyLayout layout(spectrum.model);
  if (layout.plane_slots == 0) return {};
  const auto side = static_cast<std::uint64_t>(layout.plane_slots - tally::LogBins::underflow);
  CountArray plane{{}, {side, side}};
  for (const StratumCounts& stratum : spectrum.strata) {
    for (std::int32_t i = tally::LogBins::underflow; i < layout.plane_slots; ++i) {
      for (std::int32_t j = tally::LogBins::underflow; j < layout.plane_slots; ++j) {
        plane.values.push_back(stratum.counts[static_cast<std::size_t>(layout.plane(i, j))]);
      }
    }
  }
  if (spectrum.sampling == Sampling::stratified) plane.shape.insert(plane.shape.begin(), spectrum.strata.size());
  return plane;
}

/// Adds a number of each stratum.
template <class Get>
void add_of_strata(Fields<CountedSpectrum>& fields, const std::string& name, const std::string& text, Get get) {
  fields.push_back({{"strata/" + name, "1", "[65]", text}, [=](const CountedSpectrum& s) -> FieldValue {
                      if (s.spectrum.sampling != Sampling::stratified) return {};
                      std::vector<decltype(get(s.spectrum, s.spectrum.strata.front()))> values;
                      for (const StratumCounts& stratum : s.spectrum.strata) {
                        values.push_back(get(s.spectrum, stratum));
                      }
                      return values;
                    }});
}

Fields<CountedSpectrum> make_count_fields() {
  Fields<CountedSpectrum> fields = {
      {{"rejected_events", "1", "", "events with a pin beyond `film.thickness` or in a grain too small"},
       [](const CountedSpectrum& s) {
         std::uint64_t count = 0;
         for (const StratumCounts& stratum : s.spectrum.strata) count += rejected(s.spectrum, stratum);
         return count;
       }},
      {{"counts_sha256", "", "", "digest of the [counts](formats.md#counts_sha256)"},
       [](const CountedSpectrum& s) { return s.counts_sha256; }},
  };
  const auto add = [&](int channel, const std::string& name, const std::string& shape, const std::string& text,
                       auto get) {
    fields.push_back({{name, "1", shape, text}, [=](const CountedSpectrum& s) {
                        Counts values;
                        for (const StratumChannel& stratum : s.spectrum.channel(channel)) {
                          const Counts part = get(stratum.counts);
                          values.insert(values.end(), part.begin(), part.end());
                        }
                        return in_strata(s.spectrum, std::move(values));
                      }});
  };
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string name = channel == 0 ? "crystal" : "film";
    add(channel, name + "/counts", "[B]", "events per bin, of any speed",
        [](const ChannelCounts& c) { return c.bins; });
    add(channel, name + "/supersonic_counts", "[B]",
        "events per bin whose line somewhere passes the film's transverse sound speed",
        [](const ChannelCounts& c) { return c.supersonic; });
    add(channel, name + "/outside", "[3]", "events of exactly zero energy, below the first edge, above the last",
        [](const ChannelCounts& c) {
          return Counts{c.zero, c.underflow, c.overflow};
        });
    add(channel, name + "/supersonic_outside", "[3]",
        "events outside the bins, arranged as `outside`, whose line somewhere passes the sound speed",
        supersonic_outside);
    add(channel, "above/" + name, "[T]", "events at or above each energy of --above; at 0 eV, events that emit",
        [](const ChannelCounts& c) { return c.thresholds; });
  }
  fields.push_back({{"plane/counts", "1", "[P + 1, P + 1]", "events, arranged as `plane/probability`"},
                    [](const CountedSpectrum& s) { return plane_counts(s.spectrum); }});
  add_of_strata(fields, "mass", "probability of each stratum of pin heights",
                [](const Spectrum&, const StratumCounts& stratum) { return stratum.mass; });
  add_of_strata(fields, "events", "events drawn in each stratum",
                [](const Spectrum&, const StratumCounts& stratum) { return stratum.events; });
  add_of_strata(fields, "rejected", "events of each stratum with a pin beyond the film or in a grain too small",
                rejected);
  return fields;
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
      const auto supersonic = plane(channel, true);
      digest.add(folded({supersonic.begin(), supersonic.end()}));
    }
    digest.add(std::span(&stratum.counts[static_cast<std::size_t>(layout.rejected())], 1));
  }
  return digest.hex();
}

const Fields<CountedSpectrum>& spectrum_count_fields() {
  static const Fields<CountedSpectrum> fields = make_count_fields();
  return fields;
}

void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum, const SpectrumResult& result,
                         const RunRecord& record) {
  OutputFile file(path, "slipburst-spectrum");
  write_common(file, c, result);
  write_record(file, record);
  write_fields(file, "/", spectrum_count_fields(), {spectrum, record.report.at("counts_sha256").get<std::string>()});
  if (spectrum.sampling == Sampling::stratified) {
    file.attribute("/strata", "allocation", std::string("equal: event i belongs to stratum i modulo their number"));
  }
  write_counters(file, spectrum.coverage, joined_counters(spectrum.strata));
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
