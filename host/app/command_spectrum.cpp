#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/event_range_options.hpp"
#include "host/app/interrupt.hpp"
#include "host/app/memory_need.hpp"
#include "host/app/progress.hpp"
#include "host/app/report.hpp"
#include "host/app/response_report.hpp"
#include "host/app/spectrum_method.hpp"
#include "host/error.hpp"
#include "host/files/spectrum_file.hpp"
#include "host/files/table_file.hpp"
#include "host/release/film_history.hpp"
#include "host/run/event_model.hpp"
#include "host/run/spectrum_values.hpp"
#include "host/run/table_line_energy.hpp"

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

/// Adds to a report what every spectrum says, sampled or not.
void append_values(Report& report, const Case& c, const SpectrumValues& values, const TableUse& table) {
  const RateScale rate = rate_scale(c);
  report["table_sha256"] = table.sha256;
  report["table_max_relative_error"] = table.max_relative_error;
  report["aluminium_area_cm2"] = nullptr;
  report["time_since_cooldown_s"] = c.detector.time_since_cooldown_s;
  report["rate_Hz"] = nullptr;
  report["rate_Hz_per_cm2"] = rate.per_area;
  if (rate.hz) {
    report["aluminium_area_cm2"] = *c.detector.aluminium_area_cm2;
    report["rate_Hz"] = *rate.hz;
  }
  report["mean_energy_eV"] = values.channel[0].mean_eV.value;
  report["mean_energy_sigma_eV"] = values.channel[0].mean_eV.sigma;
  report["mean_film_energy_eV"] = values.channel[1].mean_eV.value;
  report["mean_film_energy_sigma_eV"] = values.channel[1].mean_eV.sigma;
  report["supersonic_share"] = supersonic_share(values.channel[0]);
  report["rejected_share"] = values.rejected.value;
  report["integral"] = integral(values, 0, rate);
  report["integral_film"] = integral(values, 1, rate);
  append_response(report, c, values);
}

/// Says from which energy on a spectrum rests on pins higher than films are thick.
void warn_of_thickness(const Case& c, const Table& table, const SpectrumValues& values) {
  constexpr double usual_thickness_nm = 600, least_probability = 1e-18;
  if (std::isfinite(c.film.thickness) || std::isfinite(c.grain.median) || table.silent) return;
  const double energy_eV = greatest_line_energy_eV(c, table, usual_thickness_nm);
  if (energy_eV == 0) return;
  const std::vector<double>& edges = values.edges_eV;
  const auto edge = std::upper_bound(edges.begin(), edges.end(), energy_eV);
  if (edge == edges.end()) return;
  const double probability = values.channel[0].above[static_cast<std::size_t>(edge - edges.begin())].value;
  if (probability > least_probability) {
    spdlog::warn(
        "film.thickness is not set: energies above {:.4g} eV, P = {:.2g}, take pins more than {:g} nm above the "
        "interface",
        energy_eV, probability, usual_thickness_nm);
  }
}

/// Says where the rates of a spectrum are of another stress than its energies.
void warn_of_history(const Case& c) {
  if (c.history.empty()) return;
  const FilmHistory history(c);
  const double time = c.detector.time_since_cooldown_s;
  const release::Piece& piece = history.pieces()[static_cast<std::size_t>(history.piece_at(time))];
  if (piece.steady && piece.first.gain == 0 && piece.first.shift == 0) return;
  spdlog::warn(
      "at detector.time_since_cooldown the history holds another stress than stress.sigma0, which the energies "
      "are for: `slipburst rates` follows it");
}

Report sample(const SpectrumOptions& options, const Case& c, const Table& table, const TableUse& use, Backend& backend,
              const EventRange& range, std::span<const double> energies) {
  const Sampling sampling = options.method == "stratified" ? Sampling::stratified : Sampling::plain;
  require_memory(spectrum_bytes(c, energies, sampling, backend));
  std::optional<Progress> progress(std::in_place, range.count, "events");
  const Spectrum spectrum = sample_spectrum(c, table, backend, range, sampling, energies, [&](std::uint64_t done) {
    check_interrupt();
    progress->update(done);
  });
  progress.reset();
  check_interrupt();
  const SpectrumValues values = values_of(spectrum);
  warn_of_thickness(c, table, values);
  if (std::isnan(values.channel[0].mean_eV.value)) {
    spdlog::warn("the histogram is too narrow for a mean energy; widen histogram.minimum or histogram.maximum");
  }
  if (!options.output.empty()) write_spectrum_file(options.output, c, spectrum, use);
  Report report = {{"method", options.method},
                   {"events", range.count},
                   {"run_events", range.whole},
                   {"seed", range.seed},
                   {"first_event", range.first},
                   {"backend", backend.name()},
                   {"counts_sha256", counts_sha256(spectrum)},
                   {"events_per_second", static_cast<double>(range.count) / spectrum.seconds}};
  append_values(report, c, values, use);
  return report;
}

Report integrate(const SpectrumOptions& options, const Case& c, const Table& table, const TableUse& use,
                 Backend& backend, std::span<const double> energies) {
  const exec::EventModel model = event_model(c, energies);
  const Heartbeat heartbeat("integrating the spectrum");
  const SliceSource slices =
      options.method == "direct" ? direct_slices(c, model, table, backend, heartbeat) : table_slices(model, table);
  const std::vector<double> edges = bin_edges_eV(c.histogram);
  const ExactSpectrum exact = integrate_spectrum(model, log2_unit_eV(c), table, slices, edges, energies, heartbeat);
  const SpectrumValues values = values_of(exact, options.method, edges, energies);
  warn_of_thickness(c, table, values);
  check_interrupt();
  if (!options.output.empty()) write_exact_file(options.output, c, values, use, backend.name());
  Report report = {
      {"method", options.method}, {"backend", backend.name()}, {"quadrature_relative_error", exact.relative_error}};
  append_values(report, c, values, use);
  return report;
}

}  // namespace

void run_spectrum(const SpectrumOptions& options) {
  check_method(options.method, options.events);
  const bool sampled = draws_events(options.method);
  const EventRange range =
      sampled ? parse_event_range(options.events, options.seed, options.first_event, options.piece_events)
              : EventRange{};
  require_strata(options.method, range.count);
  const std::vector<double> energies = parse_above(options.above);
  const Case c = open_case(options.source);
  require_writable(options.output);
  require_different(options.output, options.table);
  warn_of_history(c);
  const auto backend = open_backend(options.backend);
  const Table table = open_table(options.table, c, *backend);
  const TableUse use{table_sha256(table), table.accuracy.max_relative_error};
  if (!c.detector.aluminium_area_cm2) {
    spdlog::warn("rates in Hz need detector.aluminium_area; rates per cm^2 are given");
  }
  const Report report = sampled ? sample(options, c, table, use, *backend, range, energies)
                                : integrate(options, c, table, use, *backend, energies);
  if (const double rejected = report["rejected_share"]; rejected > 0) {
    spdlog::info("film.thickness and grain.median reject {:.4g} % of the pins", 100 * rejected);
  }
  print_report(report, options.source.json);
}

}  // namespace slipburst::host
