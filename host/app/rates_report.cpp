#include "host/app/rates_report.hpp"

#include <cmath>

#include "host/config/history.hpp"
#include "host/numerics/significance.hpp"

namespace slipburst::host {
namespace {

/// Rates above each threshold of the crystal's energies, one entry for each.
Report above(std::span<const double> thresholds_eV, std::span<const Estimate> estimates, std::span<const double> exact,
             const std::string& name, const std::string& sigma) {
  Report list = Report::array();
  for (std::size_t t = 0; t < thresholds_eV.size(); ++t) {
    Report entry = {{"energy_eV", thresholds_eV[t]}};
    if (!exact.empty()) entry["exact_Hz"] = exact[t];
    entry[name] = estimates[t].value;
    entry[sigma] = estimates[t].sigma;
    list.push_back(entry);
  }
  return list;
}

Report window_report(const WindowCounts& counts, std::span<const double> thresholds_eV) {
  const auto& exponential = counts.exponential;
  return {{"start_s", counts.window.start_s},
          {"end_s", counts.window.end_s},
          {"expected_counts", counts.expected},
          {"sampled_counts", counts.sampled.value},
          {"sigma", counts.sampled.sigma},
          {"above", above(thresholds_eV, counts.above, {}, "sampled_counts", "sigma")},
          {"exponential_s", exponential ? finite_or_null(exponential->tau_s) : Report(nullptr)},
          {"exponential_sigma_s", exponential ? finite_or_null(exponential->tau_sigma_s) : Report(nullptr)},
          {"exponential_p_value", exponential ? finite_or_null(exponential->p_value) : Report(nullptr)}};
}

Report moment_report(const MomentRate& moment, std::span<const double> thresholds_eV) {
  return {{"time_s", moment.time_s},
          {"exact_Hz", moment.exact_Hz},
          {"rate_Hz", moment.rate_Hz.value},
          {"sigma_Hz", moment.rate_Hz.sigma},
          {"undisturbed_Hz", moment.undisturbed_Hz},
          {"stress_factor", moment.stress_factor},
          {"above", above(thresholds_eV, moment.rate_above_Hz, moment.exact_above_Hz, "rate_Hz", "sigma_Hz")}};
}

/// Adds to each row the rates that the detector sees, of the crystal's energies and of the film's.
void append_seen(Report& rows, const SeenRates& seen, std::vector<SeenReleases> SeenChannel::*list,
                 const std::string& name, const std::string& sigma, std::span<const double> thresholds_eV) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (int channel = 0; channel < table::channels; ++channel) {
      const SeenReleases& releases = (seen.channel[channel].*list)[i];
      rows[i][channel == 0 ? "response" : "response_film"] = {
          {name, releases.seen.value},
          {sigma, releases.seen.sigma},
          {"above", above(thresholds_eV, releases.above, {}, name, sigma)}};
    }
  }
}

Report stage_report(const StageOutcome& outcome) {
  return {{"kind", stage_kinds()[static_cast<std::size_t>(outcome.stage.kind)]},
          {"start_s", outcome.stage.start_s},
          {"end_s", outcome.stage.end_s},
          {"expected_counts", outcome.expected},
          {"sampled_counts", outcome.sampled.value},
          {"sigma", outcome.sampled.sigma},
          {"expected_at_once", outcome.expected_at_once},
          {"sampled_at_once", outcome.sampled_at_once.value},
          {"at_once_sigma", outcome.sampled_at_once.sigma},
          {"removed_counts", finite_or_null(outcome.removed)},
          {"half_recovered_s", finite_or_null(outcome.half_recovered_s)}};
}

Report fit_report(const PowerLawFit& fit, const Exposure& span) {
  Report covariance = Report::array();
  for (const auto& row : fit.covariance)
    covariance.push_back({finite_or_null(row[0]), finite_or_null(row[1]), finite_or_null(row[2])});
  return {{"start_s", span.start_s},
          {"end_s", span.end_s},
          {"exponent", fit.exponent},
          {"exponent_sigma", finite_or_null(fit.exponent_sigma)},
          {"time_origin_s", fit.time_origin_s},
          {"time_origin_sigma_s", finite_or_null(fit.time_origin_sigma_s)},
          {"reference_time_s", fit.reference_time_s},
          {"rate_Hz", fit.rate_Hz},
          {"rate_sigma_Hz", finite_or_null(fit.rate_sigma_Hz)},
          {"covariance_of", {"rate_Hz", "exponent", "time_origin_s"}},
          {"covariance", covariance},
          {"chi_square", fit.chi_square},
          {"degrees_of_freedom", fit.degrees_of_freedom},
          {"p_value", fit.p_value},
          {"poor_fit", is_poor_fit(fit.p_value)}};
}

}  // namespace

void append_rates(Report& report, const Rates& rates, const std::optional<SeenRates>& seen,
                  std::span<const double> thresholds_eV) {
  report["windows"] = Report::array();
  for (const WindowCounts& window : rates.windows) report["windows"].push_back(window_report(window, thresholds_eV));
  report["rate"] = Report::array();
  for (const MomentRate& moment : rates.moments) report["rate"].push_back(moment_report(moment, thresholds_eV));
  if (seen) {
    append_seen(report["windows"], *seen, &SeenChannel::windows, "seen_counts", "seen_sigma", thresholds_eV);
    append_seen(report["rate"], *seen, &SeenChannel::moments_Hz, "seen_Hz", "seen_sigma_Hz", thresholds_eV);
  }
  report["stages"] = Report::array();
  for (const StageOutcome& stage : rates.stages) report["stages"].push_back(stage_report(stage));
  report["fit"] = rates.fit ? fit_report(*rates.fit, rates.fitted) : Report(nullptr);
}

}  // namespace slipburst::host
