#include "host/app/spectrum_report.hpp"

#include <spdlog/spdlog.h>

#include <cmath>

#include "host/app/case_report.hpp"
#include "host/app/response_report.hpp"
#include "host/config/response_reader.hpp"
#include "host/results/rows.hpp"
#include "host/results/spectrum_fields.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
TableUse table_use(const PreparedCase& c, const exec::EventModel& model, const HashedTable& table) {
  return {table.sha256, table.content.accuracy.max_relative_error,
          negative_film(model, log2_unit_eV(c), table.content)};
}

TableUse use_of(const PreparedCase& c, const exec::EventModel& model, const HashedTable& table) {
  const TableUse use = table_use(c, model, table);
  warn_of_negative_film(use.negative);
  return use;
}

void warn_of_negative_film(const NegativeFilm& negative) {
  constexpr double min_probability = 1e-18;
  if (!(negative.share > min_probability)) return;
  spdlog::warn(
      "the model ends for a share of {:.3g} of the lines: they take up energy as they leave the interface, so their "
      "film "
      "energy is negative, in the mean {:.3g} eV per pinned dislocation. It counts as next to nothing, and their "
      "crystal "
      "energy is too high; film.thickness leaves out pins so far above the interface",
      negative.share, negative.mean_eV);
}

std::optional<FoldedSpectrum> seen_spectrum(const Case& c, const SpectrumValues& values) {
  if (!has_response(c.response)) return {};
  return fold(detector_response(c.response), values);
}

void append_values(Report& report, const Case& c, const SpectrumResult& result) {
  append_case(report, c);
  append_fields(report, spectrum_fields(), SpectrumOutcome{c, result});
  report["above"] = rows_report(above_fields(), energies_above(result));
  if (result.seen) append_response(report, {c, result.rate, *result.seen, result.values.plane});
}

Report finish_spectrum(const std::string& output, const Case& c, const Spectrum& spectrum, const SpectrumResult& result,
                       const RunIdentity& identity) {
  const SpectrumValues& values = result.values;
  if (std::isnan(values.channel[0].mean_eV.value)) {
    spdlog::warn(
        "no mean energy: too many events above histogram.maximum, or below its lowest bin; widen the histogram");
  }
  Report report;
  append_fields(report, coverage_fields(), spectrum.coverage);
  report.update({{"backend", result.backend}, {"events_per_second", nullptr}});
  append_fields(report, spectrum_count_fields(), {spectrum, counts_sha256(spectrum)});
  append_values(report, c, result);
  if (!output.empty()) write_spectrum_file(output, c, spectrum, result, {identity, report});
  return report;
}

}  // namespace slipburst::host
