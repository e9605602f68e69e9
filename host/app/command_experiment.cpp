#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/event_range_options.hpp"
#include "host/app/list_run.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/run_control.hpp"
#include "host/app/spectrum_report.hpp"
#include "host/app/start_line.hpp"
#include "host/app/table_run.hpp"
#include "host/base/error.hpp"
#include "host/config/response_reader.hpp"
#include "host/jobs/run_ranks.hpp"
#include "host/text/count.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct ExperimentOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string exposure, start, above = "0 eV", table, output;
  bool overwrite = false;
};

constexpr std::uint64_t probed_events = 1 << 16;
constexpr double bytes_per_burst = 42;           // measured size in the file, B; 56 B before compression
constexpr double bytes_per_measured_burst = 58;  // the same with the columns of [response]

Exposure exposure_of(const ExperimentOptions& options, const Case& c) {
  Exposure exposure{};
  exposure.start_s = !options.start.empty() ? parse_positive_quantity(options.start, Dimension::duration, "--start")
                                            : c.detector.observation_start_s.value_or(c.detector.time_since_cooldown_s);
  exposure.end_s = exposure.start_s + parse_positive_quantity(options.exposure, Dimension::duration, "--exposure");
  if (!(exposure.end_s > exposure.start_s)) {
    throw InputError(
        fmt::format("--exposure {} is nothing next to the {} since cooldown at its start; take a longer one",
                    options.exposure, format_quantity(exposure.start_s, Dimension::duration)));
  }
  return exposure;
}

void require_area(const Case& c) {
  if (c.detector.aluminium_area_cm2) return;
  throw InputError(
      "a list of bursts needs detector.aluminium_area, which sets how many dislocations there are; give it, such as "
      "--set detector.aluminium_area=\"1 cm2\"");
}

/// Expected number of events to draw in the whole run.
double expected_draws(const BurstTimes& times) {
  if (times.expected_draws() <= max_expected_events) return times.expected_draws();
  throw InputError(
      fmt::format("--exposure: {:.3g} events are expected, beyond {:.0e}; take a shorter exposure or a "
                  "smaller detector.aluminium_area",
                  times.expected_draws(), max_expected_events));
}

/// Logs the file size, extrapolated from the first events. \throws InputError if the disk has clearly less room
void require_room(const std::string& path, const BurstDrawer& drawer, const EventRange& range, double bytes_of_one) {
  const std::uint64_t probed = std::min(range.count, probed_events);
  BurstColumns probe;
  drawer.draw(range.first, probed, probe);
  const double share = probed > 0 ? static_cast<double>(probe.size()) / static_cast<double>(probed) : 0;
  const double bursts = share * static_cast<double>(range.count), bytes = bursts * bytes_of_one;
  spdlog::info("about {:.3g} bursts, {:.3g} MB", bursts, bytes / 1e6);
  std::error_code unknown;
  const auto room = static_cast<double>(std::filesystem::space(folder_of(path), unknown).available);
  if (!unknown && bytes > 1.2 * room) {
    throw InputError(
        fmt::format("{}: the list takes about {:.3g} GB, the disk has room for {:.3g} GB; free some space, "
                    "choose another folder, or list less with --above or --piece-events",
                    path, bytes / 1e9, room / 1e9));
  }
}

void print_list(Report& report, const ExperimentOptions& options) {
  report["bytes"] = std::filesystem::file_size(options.output);
  print_report(report, options.source.json);
}

void run_experiment(const ExperimentOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const double above_eV = parse_quantity(options.above, Dimension::event_energy, "--above");
  if (!(above_eV >= 0)) throw InputError("--above " + options.above + " is negative; use 0 eV or more");
  const PreparedCase c = open_case(options.source);
  warn_if_silent(c);
  warn_of_escape(c);
  const Exposure exposure = exposure_of(options, c);
  require_area(c);
  const std::uint64_t seed = parse_count(options.piece.seed, "--seed");
  const BurstTimes times(c, exposure, seed);
  const double expected = expected_draws(times);
  const EventRange range = piece_of(expected > 0 ? poisson_events(expected, seed) : 0, options.piece);
  spdlog::info("{:.6g} releases expected in the exposure; the whole run draws {} {}", times.expected_events(),
               range.whole, is_plain_mott(c) ? "releases" : "candidates, part of which are releases");
  RunIdentity identity = list_identity(c, range, exposure, above_eV);
  GivenTable given = read_given_table(options.table);
  if (given.table) identity["table_sha256"] = given.table->sha256;
  RunControl control(options.control, output, "slipburst-bursts", identity);
  if (std::optional<Report> report = control.finished()) return print_list(*report, options);

  const auto backend = open_backend(options.backend);
  const HashedTable table = open_table(std::move(given), c, *backend, options.control, control.output());
  RunRanks::say_alone("draws the list");
  const BurstDrawer drawer(c, table.content, times, seed, above_eV);
  require_room(options.output, drawer, range, has_response(c->response) ? bytes_per_measured_burst : bytes_per_burst);
  ListRun list(control.output(),
               {c, {exposure, times.expected_events(), above_eV}, use_of(c, drawer.model(), table), control.identity()},
               range, backend->workers());
  Report report;
  control.run(list, [&] {
    const std::uint64_t begun_with = list.done();
    const auto begin = std::chrono::steady_clock::now();
    report = list.draw(control, drawer);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    report["events_per_second"] = static_cast<double>(range.count - begun_with) / seconds;
  });
  print_list(report, options);
}

}  // namespace

void add_experiment(CLI::App& app) {
  const auto options = std::make_shared<ExperimentOptions>();
  CLI::App& experiment = *app.add_subcommand("experiment", "write the list of bursts one exposure would see");
  add_case_options(experiment, options->source);
  add_backend_options(experiment, options->backend);
  experiment.add_option("--exposure", options->exposure, "how long data are taken, \"30 days\"")->required();
  experiment.add_option("--start", options->start, "time since cooldown when it begins; without it that of the case");
  experiment.add_option("--above", options->above, "list bursts above this energy, both channels added")
      ->capture_default_str();
  add_piece_options(experiment, options->piece);
  add_control_options(experiment, options->control);
  add_table_option(experiment, options->table);
  add_output_options(experiment, options->output, options->overwrite);
  experiment.get_option("--output")->required();
  experiment.callback([options] {
    log_start("experiment");
    run_experiment(*options);
  });
}

}  // namespace slipburst::host
