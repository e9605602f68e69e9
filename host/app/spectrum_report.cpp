#include "host/app/spectrum_report.hpp"

#include <spdlog/spdlog.h>

#include <cmath>

#include "host/app/case_report.hpp"
#include "host/app/response_report.hpp"
#include "host/results/spectrum_fields.hpp"
#include "host/results/table_file.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

Report integral(const SpectrumValues& values, int channel, const RateScale& rate) {
  Report list = Report::array();
  for (std::size_t i = 0; i < values.thresholds_eV.size(); ++i) {
    const Estimate& p = values.channel[channel].thresholds[i];
    Report entry = {{"energy_eV", values.thresholds_eV[i]},
                    {"probability", p.value},
                    {"probability_sigma", p.sigma},
                    {"probability_low", p.low},
                    {"probability_high", p.high},
                    {"rate_Hz_per_cm2", p.value * rate.per_area},
                    {"rate_sigma_Hz_per_cm2", p.sigma * rate.per_area},
                    {"rate_Hz", nullptr},
                    {"rate_sigma_Hz", nullptr}};
    if (rate.hz) {
      entry["rate_Hz"] = p.value * *rate.hz;
      entry["rate_sigma_Hz"] = p.sigma * *rate.hz;
    }
    list.push_back(entry);
  }
  return list;
}

}  // namespace

TableUse use_of(const PreparedCase& c, const Table& table) {
  const TableUse use{table_sha256(table), table.accuracy.max_relative_error,
                     negative_film(event_model(c, {}), log2_unit_eV(c), table)};
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

void append_values(Report& report, const PreparedCase& c, const SpectrumValues& values, const TableUse& table) {
  const SpectrumOutcome outcome(c, values, table);
  append_case(report, c);
  append_fields(report, spectrum_fields(), outcome);
  report["integral"] = integral(values, 0, outcome.rate);
  report["integral_film"] = integral(values, 1, outcome.rate);
  append_response(report, c, values);
}

Report finish_spectrum(const std::string& output, const PreparedCase& c, const Spectrum& spectrum,
                       const TableUse& table, const RunIdentity& identity) {
  const SpectrumValues values = values_of(spectrum);
  if (std::isnan(values.channel[0].mean_eV.value)) {
    spdlog::warn(
        "no mean energy: too many events above histogram.maximum, or below its lowest bin; widen the histogram");
  }
  Report report = {{"events", spectrum.coverage.events()}, {"run_events", spectrum.coverage.whole},
                   {"seed", spectrum.coverage.seed},       {"first_event", spectrum.coverage.first()},
                   {"backend", spectrum.backend},          {"counts_sha256", counts_sha256(spectrum)},
                   {"events_per_second", nullptr}};
  append_values(report, c, values, table);
  if (!output.empty()) write_spectrum_file(output, c, spectrum, table, {identity, report});
  return report;
}

}  // namespace slipburst::host
