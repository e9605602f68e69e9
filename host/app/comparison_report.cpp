#include "host/app/comparison_report.hpp"

#include <fmt/core.h>

#include <cmath>

#include "host/app/case_report.hpp"
#include "host/app/report.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

Report report_of(const BandComparison& band, std::optional<double> area) {
  const Measurement& rate = band.measured_Hz;
  const Measurement match = band.matching_area_cm2();
  Report report = {{"low_eV", band.band.low_eV},
                   {"high_eV", finite_or_null(band.band.high_eV)},
                   {"counts", band.band.counts},
                   {"measured_Hz", rate.value},
                   {"measured_low_Hz", rate.interval.low},
                   {"measured_high_Hz", rate.interval.high},
                   {"measured_Hz_per_cm2", nullptr},
                   {"predicted_Hz_per_cm2", band.predicted_Hz_per_cm2.value},
                   {"predicted_sigma_Hz_per_cm2", band.predicted_Hz_per_cm2.sigma},
                   {"expected_counts", nullptr},
                   {"ratio", nullptr},
                   {"ratio_low", nullptr},
                   {"ratio_high", nullptr},
                   {"matching_area_cm2", finite_or_null(match.value)}};
  if (area) {
    report["measured_Hz_per_cm2"] = rate.value / *area;
    report["expected_counts"] = band.expected_counts_per_cm2 * *area;
    report["ratio"] = finite_or_null(match.value / *area);
    report["ratio_low"] = finite_or_null(match.interval.low / *area);
    report["ratio_high"] = finite_or_null(match.interval.high / *area);
  }
  return report;
}

Report json_of(const Comparison& comparison, const ComparisonHead& head) {
  Report report = {{"detector", head.experiment.name},
                   {"case", head.config.name},
                   {"channel", head.channel},
                   {"time_since_cooldown_s", head.at_time_s},
                   {"live_time_s", head.experiment.live_time_s},
                   {"aluminium_area_cm2", nullptr},
                   {"bands", Report::array()},
                   {"total", report_of(comparison.total, head.area_cm2)},
                   {"agreement_area_cm2", finite_or_null(comparison.agreement.area_cm2)},
                   {"deviance", finite_or_null(comparison.agreement.deviance)},
                   {"chi_square", finite_or_null(comparison.agreement.chi_square)},
                   {"degrees_of_freedom", comparison.agreement.degrees_of_freedom}};
  if (head.area_cm2) report["aluminium_area_cm2"] = *head.area_cm2;
  for (const BandComparison& band : comparison.bands) report["bands"].push_back(report_of(band, head.area_cm2));
  append_case(report, head.config);
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

std::string table_of(const Comparison& comparison, const ComparisonHead& head) {
  const bool known = head.area_cm2.has_value();
  std::string text =
      fmt::format("{}, {} of aluminium; {} channel of {}; rates {} after cooldown, over efficiency\n",
                  head.experiment.name, known ? format_quantity(*head.area_cm2, Dimension::area) : "unknown area",
                  head.channel, head.config.name, format_quantity(head.at_time_s, Dimension::duration));
  text += case_line(head.config) + "\n";
  text += fmt::format("{:<16} {:>10}  {:<30}  {:>19}  {}\n", "band (eV)", "counts (1)",
                      known ? "  measured (Hz/cm^2)" : "  measured (Hz)", "predicted (Hz/cm^2)",
                      known ? "  measured / predicted (1)" : "  matching area (cm^2)");
  for (const BandComparison& band : comparison.bands) {
    const std::string high = std::isfinite(band.band.high_eV) ? fmt::format(" - {:.5g}", band.band.high_eV) : " -";
    text += table_row(fmt::format("{:.5g}{}", band.band.low_eV, high), band, head.area_cm2);
  }
  text += table_row("all", comparison.total, head.area_cm2);
  const Agreement& agreement = comparison.agreement;
  return text + fmt::format("deviance {:.4g}, chi-square {:.4g} for {} degrees of freedom{}\n", agreement.deviance,
                            agreement.chi_square, agreement.degrees_of_freedom,
                            known ? "" : fmt::format(" at the best area, {:.4g} cm^2", agreement.area_cm2));
}

}  // namespace

void print_comparison(const Comparison& comparison, const ComparisonHead& head, bool json) {
  if (json) {
    print_report(json_of(comparison, head), true);
  } else {
    print_text(table_of(comparison, head));
  }
}

}  // namespace slipburst::host
