#include "host/app/comparison_report.hpp"

#include <fmt/core.h>

#include <cmath>
#include <optional>
#include <string>

#include "host/app/case_report.hpp"
#include "host/app/report.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

Report json_of(const ComparisonOutcome& outcome) {
  const std::optional<double>& area = outcome.inputs.area_cm2;
  Report report = {{"case_name", outcome.inputs.spectrum.config.name}};
  append_fields(report, comparison_fields(), outcome);
  report["bands"] = Report::array();
  const auto row = [&](Report& to, const BandComparison& band) { append_fields(to, band_fields(), {band, area}); };
  for (const BandComparison& band : outcome.comparison.bands) row(report["bands"].emplace_back(), band);
  row(report["total"], outcome.comparison.total);
  append_case(report, outcome.inputs.spectrum.config);
  return report;
}

/// Value with its errors, such as "0.02116 +0.00165 -0.00154".
std::string with_errors(const Measurement& of) {
  if (!std::isfinite(of.value)) return fmt::format("{:>10}", "-");  // no prediction
  return fmt::format("{:10.4g} +{:<8.3g} -{:.3g}", of.value, of.interval.high - of.value, of.value - of.interval.low);
}

std::string table_row(const std::string& name, const BandComparison& band, std::optional<double> area) {
  const Measurement match = band.matching_area_cm2();
  const Measurement rate = area ? band.measured_Hz.times(1 / *area) : band.measured_Hz;
  return fmt::format("{:<16} {:>10}  {:<30}  {:19.4g}  {}\n", name, band.band.counts, with_errors(rate),
                     band.predicted_Hz_per_cm2.value, with_errors(area ? match.times(1 / *area) : match));
}

std::string table_of(const ComparisonOutcome& outcome) {
  const ComparisonInputs& inputs = outcome.inputs;
  const Comparison& comparison = outcome.comparison;
  const Case& config = inputs.spectrum.config;
  const bool known = inputs.area_cm2.has_value();
  std::string text = fmt::format(
      "{}, {} of aluminium; {} channel of {}; rates {} after cooldown, over efficiency\n",
      inputs.detector.experiment.name, known ? format_quantity(*inputs.area_cm2, Dimension::area) : "unknown area",
      inputs.channel == 0 ? "crystal" : "film", config.name, format_quantity(inputs.at_time_s, Dimension::duration));
  text += case_line(config) + "\n";
  text += fmt::format("{:<16} {:>10}  {:<30}  {:>19}  {}\n", "band (eV)", "counts (1)",
                      known ? "  measured (Hz/cm^2)" : "  measured (Hz)", "predicted (Hz/cm^2)",
                      known ? "  measured / predicted (1)" : "  matching area (cm^2)");
  for (const BandComparison& band : comparison.bands) {
    const std::string high = std::isfinite(band.band.high_eV) ? fmt::format(" - {:.5g}", band.band.high_eV) : " -";
    text += table_row(fmt::format("{:.5g}{}", band.band.low_eV, high), band, inputs.area_cm2);
  }
  text += table_row("all", comparison.total, inputs.area_cm2);
  const Agreement& agreement = comparison.agreement;
  return text + fmt::format("deviance {:.4g}, chi-square {:.4g} for {} degrees of freedom{}\n", agreement.deviance,
                            agreement.chi_square, agreement.degrees_of_freedom,
                            known ? "" : fmt::format(" at the best area, {:.4g} cm^2", agreement.area_cm2));
}

}  // namespace

void print_comparison(const ComparisonOutcome& outcome, bool json) {
  if (json) {
    print_report(json_of(outcome), true);
  } else {
    print_text(table_of(outcome));
  }
}

}  // namespace slipburst::host
