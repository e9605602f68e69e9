#include <spdlog/spdlog.h>

#include <cmath>
#include <optional>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/config/detector_description.hpp"
#include "host/error.hpp"
#include "host/files/comparison_file.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr double week_s = 604800;
constexpr std::size_t parts_of_a_bin = 8;

DetectorDescription open_detector(const CompareOptions& options) {
  const bool known = options.detector == "cpd" || options.detector == "cresst";
  return known ? excess_detector(options.detector, options.data) : read_detector_file(options.detector, options.data);
}

int channel_of(const std::string& name) {
  if (name == "crystal") return 0;
  if (name == "film") return 1;
  throw InputError("--channel " + name + " is unknown; use crystal or film");
}

/// Finite numbers alone: JSON has no infinity.
Report number(double value) { return std::isfinite(value) ? Report(value) : Report(nullptr); }

Report report_of(const BandComparison& band, std::optional<double> area) {
  const Measurement& rate = band.measured_Hz;
  const Measurement match = band.matching_area_cm2();
  Report report = {{"low_eV", band.band.low_eV},
                   {"high_eV", number(band.band.high_eV)},
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
                   {"matching_area_cm2", number(match.value)}};
  if (area) {
    report["measured_Hz_per_cm2"] = rate.value / *area;
    report["expected_counts"] = band.expected_counts_per_cm2 * *area;
    report["ratio"] = number(match.value / *area);
    report["ratio_low"] = number(match.interval.low / *area);
    report["ratio_high"] = number(match.interval.high / *area);
  }
  return report;
}

}  // namespace

void run_compare(const CompareOptions& options) {
  const int channel = channel_of(options.channel);
  const DetectorDescription detector = open_detector(options);
  std::optional<double> area = detector.experiment.aluminium_area_cm2;
  if (!options.area.empty()) area = parse_positive_quantity(options.area, Dimension::area, "--area");
  const MeasuredSpectrum measured =
      measured_spectrum(detector, options.bands.empty() ? detector.bands : parse_bands(options.bands, "--bands"));
  const SpectrumInput spectrum = read_spectrum_file(options.spectrum);
  require_different(options.output, options.spectrum);
  require_writable(options.output);
  if (!area) {
    spdlog::warn("the aluminium area of {} is unknown; give --area for ratios", detector.experiment.name);
  }
  const TrueSpectrum truth = refined(spectrum.channel[channel], parts_of_a_bin);
  const Comparison comparison = compare(measured, truth, spectrum.releases_per_cm2, week_s, area);
  if (!options.output.empty()) {
    write_comparison_file(options.output, {spectrum, detector, channel, week_s, area}, comparison);
  }

  Report report = {{"detector", detector.experiment.name},
                   {"case", spectrum.config.name},
                   {"channel", options.channel},
                   {"time_since_cooldown_s", week_s},
                   {"live_time_s", detector.experiment.live_time_s},
                   {"aluminium_area_cm2", nullptr},
                   {"bands", Report::array()},
                   {"total", Report::array({report_of(comparison.total, area)})},
                   {"agreement_area_cm2", number(comparison.agreement.area_cm2)},
                   {"deviance", number(comparison.agreement.deviance)},
                   {"chi_square", number(comparison.agreement.chi_square)},
                   {"degrees_of_freedom", comparison.agreement.degrees_of_freedom}};
  if (area) report["aluminium_area_cm2"] = *area;
  for (const BandComparison& band : comparison.bands) report["bands"].push_back(report_of(band, area));
  if (options.json) report["total"] = report["total"][0];
  print_report(report, options.json);
}

}  // namespace slipburst::host
