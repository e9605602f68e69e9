#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/counted_run.hpp"
#include "host/app/event_range_options.hpp"
#include "host/app/memory_need.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/run_control.hpp"
#include "host/app/spectrum_method.hpp"
#include "host/app/spectrum_report.hpp"
#include "host/app/start_line.hpp"
#include "host/app/table_run.hpp"
#include "host/base/error.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/progress.hpp"
#include "host/lines/table_line_energy.hpp"
#include "host/release/film_history.hpp"
#include "host/results/table_file.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

struct SpectrumOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string method = "plain", events, above = "0 eV,1 eV,30 eV", table, output;
  bool overwrite = false;
};

constexpr const char* spectrum_format = "slipburst-spectrum";

/// Warns of the energy above which a spectrum comes from pins higher than usual films are thick.
void warn_of_thickness(const PreparedCase& c, const Table& table, const SpectrumValues& values) {
  constexpr double usual_thickness_nm = 600, min_probability = 1e-18;
  if (std::isfinite(c->film.thickness) || std::isfinite(c->grain.median) || table.silent) return;
  const double energy_eV = max_line_energy_eV(c, table, usual_thickness_nm);
  if (energy_eV == 0) return;
  const std::vector<double>& edges = values.edges_eV;
  const auto edge = std::upper_bound(edges.begin(), edges.end(), energy_eV);
  if (edge == edges.end()) return;
  const double probability = values.channel[0].above[static_cast<std::size_t>(edge - edges.begin())].value;
  if (probability > min_probability) {
    spdlog::warn(
        "film.thickness is not set: energies above {:.4g} eV, P = {:.2g}, take pins more than {:g} nm above the "
        "interface, higher than such films are thick; set film.thickness to that of yours",
        energy_eV, probability, usual_thickness_nm);
  }
}

/// Warns if rates and energies of a spectrum belong to different stresses.
void warn_of_history(const Case& c, const FilmHistory& history) {
  if (c.history.empty()) return;
  const double time = c.detector.time_since_cooldown_s;
  const release::Piece& piece = history.pieces()[static_cast<std::size_t>(history.piece_at(time))];
  if (piece.steady && piece.first.gain == 0 && piece.first.shift == 0) return;
  spdlog::warn(
      "at detector.time_since_cooldown the history holds another stress than stress.sigma0, which the energies "
      "are for: `slipburst rates` follows it");
}

void print_spectrum(const Report& report, bool json) {
  if (const double rejected = report["rejected_share"]; rejected == 1) {
    spdlog::warn("the film's thickness or its grains reject every pin: nothing is left to emit");
  } else if (rejected > 0) {
    spdlog::info("the film's thickness or its grains reject {:.4g} % of the pins", 100 * rejected);
  }
  print_report(report, json);
}

/// \param identity  entries common to all methods
RunIdentity spectrum_identity(RunIdentity identity, const SpectrumOptions& options, const GivenTable& given,
                              const std::vector<double>& energies) {
  identity["method"] = options.method;
  identity["above_eV"] = energies;
  if (given.table) identity["table_sha256"] = given.table->sha256;
  return identity;
}

/// \param result  rate and `silent_because` are set
void sample(const SpectrumOptions& options, const OutputClaim& output, const PreparedCase& c, SpectrumResult result,
            const EventRange& range, const std::vector<double>& energies) {
  GivenTable given = read_given_table(options.table);
  RunControl control(options.control, output, spectrum_format,
                     spectrum_identity(run_identity("spectrum", c, range), options, given, energies));
  if (const std::optional<Report> report = control.finished()) return print_report(*report, options.source.json);
  const auto backend = open_backend(options.backend);
  const HashedTable table = open_table(std::move(given), c, *backend, options.control, control.output());
  const Sampling sampling = options.method == "stratified" ? Sampling::stratified : Sampling::plain;
  Spectrum spectrum = planned_spectrum(c, coverage(range), sampling, energies);
  result.table = use_of(c, spectrum.model, table);
  require_memory(spectrum_bytes(spectrum, *backend));
  add_counters(spectrum);
  const kernels::CountingTask task = counting_task(spectrum, table.content);
  CountedRun counted(range, task.counters(), {c->name, backend->name(), result.table});
  Report report;
  control.run(counted, [&] {
    const double per_second = counted.count(control, *backend->counter(task), first_part(spectrum));
    set_counters(counted.counts(), spectrum.strata);
    result.backend = spectrum.backend = counted.backend();
    result.values = values_of(spectrum);
    result.seen = seen_spectrum(c, result.values);
    warn_of_thickness(c, table.content, result.values);
    report = finish_spectrum(output.path(), c, spectrum, result, control.identity());
    report["events_per_second"] = per_second;
  });
  print_spectrum(report, options.source.json);
}

/// \param result  rate and `silent_because` are set
void integrate(const SpectrumOptions& options, const OutputClaim& output, const PreparedCase& c, SpectrumResult result,
               const std::vector<double>& energies) {
  GivenTable given = read_given_table(options.table);
  const RunIdentity identity = spectrum_identity(run_identity("spectrum", c), options, given, energies);
  output.require_free_for(identity, spectrum_format);
  const auto backend = open_backend(options.backend);
  const HashedTable hashed_table = open_table(std::move(given), c, *backend);
  const Table& table = hashed_table.content;
  const exec::EventModel model = event_model(c, energies);
  result.table = use_of(c, model, hashed_table);
  result.backend = backend->name();
  const Heartbeat heartbeat("integrating the spectrum");
  const SliceSource slices = options.method == "direct" ? direct_slices(c, model, table, *backend, heartbeat)
                                                        : table_slices(model, table, backend->workers());
  const std::vector<double> edges = bin_edges_eV(c->histogram);
  const ExactSpectrum exact = integrate_spectrum(model, log2_unit_eV(c), table, slices, edges, energies, heartbeat);
  result.values = values_of(exact, options.method, edges, energies);
  result.seen = seen_spectrum(c, result.values);
  result.quadrature_relative_error = exact.relative_error;
  warn_of_thickness(c, table, result.values);
  check_interrupt();
  if (output) write_exact_file(output.path(), c, result, identity);
  Report report = {{"backend", result.backend}};
  append_values(report, c, result);
  print_spectrum(report, options.source.json);
}

void run_spectrum(const SpectrumOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  check_method(options.method, options.events);
  const bool sampled = draws_events(options.method);
  const EventRange range = sampled ? parse_event_range(options.events, options.piece) : EventRange{};
  require_strata(options.method, range.count);
  const std::vector<double> energies = parse_above(options.above);
  const PreparedCase c = open_case(options.source);
  SpectrumResult result{};
  result.silent_because = warn_if_silent(c);
  warn_of_escape(c);
  const FilmHistory history(c);
  warn_of_history(c, history);
  result.rate = rate_scale(c, history);
  if (!c->detector.aluminium_area_cm2) {
    spdlog::warn("rates in Hz need detector.aluminium_area; rates per cm^2 are given");
  }
  if (sampled) return sample(options, output, c, std::move(result), range, energies);
  const PieceOptions all;
  if (options.control.resume || !options.piece.shard.empty() || !options.piece.piece_events.empty() ||
      options.piece.first_event != all.first_event) {
    throw InputError("--resume and pieces are for events: --method " + options.method + " draws none");
  }
  integrate(options, output, c, std::move(result), energies);
}

}  // namespace

void add_spectrum(CLI::App& app) {
  const auto options = std::make_shared<SpectrumOptions>();
  CLI::App& spectrum = *app.add_subcommand("spectrum", "draw events and histogram their energies");
  add_case_options(spectrum, options->source);
  add_backend_options(spectrum, options->backend);
  spectrum
      .add_option("--method", options->method,
                  "plain (draw --events), stratified (draw them for the tail), quadrature (exact, of the table) or "
                  "direct (exact, without the table)")
      ->capture_default_str();
  spectrum.add_option("--events", options->events, "how many, such as 1e9");
  add_piece_options(spectrum, options->piece);
  add_control_options(spectrum, options->control);
  spectrum.add_option("--above", options->above, "energies with exact counts of their own, \"1 eV,30 eV\"")
      ->capture_default_str();
  add_table_option(spectrum, options->table);
  add_output_options(spectrum, options->output, options->overwrite);
  spectrum.callback([options] {
    log_start("spectrum");
    run_spectrum(*options);
  });
}

}  // namespace slipburst::host
