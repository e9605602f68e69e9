#include "host/app/rates_report.hpp"

#include <span>
#include <string>
#include <vector>

#include "host/results/rows.hpp"
#include "host/results/seen_rates_file.hpp"

namespace slipburst::host {
namespace {

/// Fields of the energies of --above as a list, one entry for each energy.
template <class Row>
Report above(std::span<const double> thresholds_eV, const Fields<Row>& fields, const Row& row) {
  Report list = Report::array();
  for (const double energy_eV : thresholds_eV) list.push_back({{"energy_eV", energy_eV}});
  for (const Field<Row>& field : fields) {
    if (field.info.shape.empty()) continue;
    const Report values = field_report(field.get(row));
    for (std::size_t t = 0; t < list.size(); ++t) list[t][field.info.name] = values[t];
  }
  return list;
}

/// Windows or moments: their fields, the energies of the crystal, and the releases that the detector sees.
template <class Row>
Report rows_of(const RatesOutcome& outcome, const std::vector<Row>& rows, const Fields<Row>& fields,
               const Fields<ChannelOf<Row>>& energies, const Fields<SeenReleases>& seen_fields,
               std::vector<SeenReleases> SeenChannel::*seen) {
  const std::vector<double>& thresholds_eV = outcome.values.run().thresholds_eV;
  Report list = rows_report(fields, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list[i]["above"] = above(thresholds_eV, energies, {rows[i], 0});
    if (!outcome.seen) continue;
    for (int channel = 0; channel < table::channels; ++channel) {
      const SeenReleases& releases = (outcome.seen->channel[channel].*seen)[i];
      Report& report = list[i]["response"][channel == 0 ? "crystal" : "film"];
      append_fields(report, seen_fields, releases);
      report["above"] = above(thresholds_eV, seen_fields, releases);
    }
  }
  return list;
}

Report fit_report(const Rates& rates) {
  if (!rates.fit) return nullptr;
  const FittedDecay fit{*rates.fit, rates.fitted};
  Report report;
  append_fields(report, power_law_fields(), fit);
  report["covariance_of"] = {"rate_Hz", "exponent", "time_origin_s"};
  for (const Field<FittedDecay>& field : power_law_fields()) {
    if (field.info.name == "covariance") report["covariance"] = field_report(field.get(fit));
  }
  return report;
}

}  // namespace

void append_rates(Report& report, const RatesOutcome& outcome) {
  const Rates& rates = outcome.rates;
  report["windows"] = rows_of(outcome, rates.windows, window_fields(), window_above_fields(), seen_count_fields(),
                              &SeenChannel::windows);
  report["moments"] = rows_of(outcome, rates.moments, moment_fields(), moment_above_fields(), seen_rate_fields(),
                              &SeenChannel::moments_Hz);
  report["stages"] = rows_report(stage_fields(), rates.stages);
  report["fit"] = fit_report(rates);
}

}  // namespace slipburst::host
