#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/counted_run.hpp"
#include "host/app/event_range_options.hpp"
#include "host/app/memory_need.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/rates_run.hpp"
#include "host/app/run_control.hpp"
#include "host/app/spectrum_method.hpp"
#include "host/app/start_line.hpp"
#include "host/app/table_run.hpp"
#include "host/base/error.hpp"
#include "host/config/response_reader.hpp"
#include "host/console/interrupt.hpp"
#include "host/release/film_history.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct RatesOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string sampling = "sliced", events, windows, at, fit, above = "1 eV,30 eV", table, output;
  bool overwrite = false;
};

constexpr std::size_t max_moments = 64;
constexpr double earliest_s = 1e-100, latest_s = 1e100;  // within them exponents of rates do not overflow
constexpr double min_width = 1e-9;                       // relative width of a window

TimeSampling parse_sampling(const std::string& text) {
  if (text == "sliced") return TimeSampling::sliced;
  if (text == "plain") return TimeSampling::plain;
  throw InputError("--sampling " + text + " is unknown; use sliced or plain");
}

void require_sensible(double time_s, const std::string& option) {
  if (time_s >= earliest_s && time_s <= latest_s) return;
  throw InputError(fmt::format("{}: {} s is not between {:g} s and {:g} s", option, time_s, earliest_s, latest_s));
}

/// Parses a window such as "1 week:2 weeks".
Exposure parse_window(std::string_view text, const std::string& option) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) {
    throw InputError(fmt::format("{}: '{}' should be two times, such as \"1 week:2 weeks\"", option, text));
  }
  const Exposure window{parse_positive_quantity(trimmed(text.substr(0, colon)), Dimension::duration, option),
                        parse_positive_quantity(trimmed(text.substr(colon + 1)), Dimension::duration, option)};
  if (!(window.start_s < window.end_s)) {
    throw InputError(fmt::format("{}: '{}' ends before it has begun; write the earlier time first", option, text));
  }
  if (window.end_s - window.start_s < min_width * window.end_s) {
    throw InputError(
        fmt::format("{}: '{}' is too short next to the time since cooldown; take a longer one", option, text));
  }
  require_sensible(window.start_s, option);
  require_sensible(window.end_s, option);
  return window;
}

RatesRequest parse_request(const RatesOptions& options, const Case& c) {
  RatesRequest request;
  if (!options.windows.empty()) {
    for (std::string_view rest = options.windows;;) {
      const std::size_t comma = rest.find(',');
      request.windows.push_back(parse_window(trimmed(rest.substr(0, comma)), "--window"));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (options.windows.empty() && c.detector.observation_start_s) {
    request.windows.push_back({*c.detector.observation_start_s, *c.detector.observation_end_s});
  }
  request.moments_s = {c.detector.time_since_cooldown_s};
  if (!options.at.empty()) {
    request.moments_s = parse_quantity_list(options.at, Dimension::duration, "--at");
    for (const double time : request.moments_s) {
      if (!(time > 0)) throw InputError("--at " + options.at + ": a time is not after cooldown; use positive times");
      require_sensible(time, "--at");
    }
  }
  if (request.windows.size() > max_moments || request.moments_s.size() > max_moments) {
    throw InputError(fmt::format("--window and --at take at most {} each", max_moments));
  }
  if (!options.fit.empty()) request.fit = parse_window(options.fit, "--fit");
  return request;
}

/// Refuses measured energies above the range of the histogram, if the case has a [response].
void require_foldable(const Case& c, std::span<const double> energies_eV) {
  if (!has_response(c.response)) return;
  const double last = c.histogram.maximum_eV * c.response.energy_scale;
  for (const double energy : energies_eV) {
    if (energy <= last) continue;
    throw InputError(
        fmt::format("--above: {:g} eV is above {:g} eV, up to which [response] can be applied; raise "
                    "histogram.maximum",
                    energy, last));
  }
  spdlog::info(
      "[response] is applied to what is drawn, in the fields `response`; all other numbers are of true energies");
}

/// Warns of lines that leave at once because the stress exceeds the stress at which their pins hold.
void say_what_holds(const ReleaseRun& run) {
  std::size_t losses = 0;
  double first_s = 0;
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
    const SliceInfo& info = run.slices->info(slice);
    if (!info.at_once || info.mass == 0) continue;
    if (losses++ == 0) first_s = info.start_s;
  }
  if (losses > 0) {
    spdlog::warn("{} the stress exceeds what some lines are held by{}: they leave at once, and are counted apart",
                 first_s > 0 ? "at " + format_quantity(first_s, Dimension::duration) : "at cooldown",
                 losses > 1 ? fmt::format(", and {} times later", losses - 1) : "");
  }
}

void run_rates(const RatesOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const TimeSampling sampling = parse_sampling(options.sampling);
  const EventRange range = parse_event_range(options.events, options.piece);
  const std::vector<double> energies = parse_above(options.above);
  const PreparedCase c = open_case(options.source);
  const std::string silent_because = warn_if_silent(c);
  warn_of_escape(c);
  if (!c->detector.aluminium_area_cm2) {
    throw InputError(
        "rates need detector.aluminium_area, which sets how many dislocations there are; give it, such as "
        "--set detector.aluminium_area=\"1 cm2\"");
  }
  require_foldable(c, energies);
  const RatesRequest request = parse_request(options, c);
  const auto history = std::make_shared<const FilmHistory>(c);
  const std::vector<double> edges = requested_edges_s(c, *history, request, sampling);
  RunIdentity identity = rates_identity(c, range, options.sampling, energies, request);
  GivenTable given = read_given_table(options.table);
  if (given.table) identity["table_sha256"] = given.table->sha256;
  RunControl control(options.control, output, "slipburst-rates", identity);
  if (const std::optional<Report> report = control.finished()) return print_report(*report, options.source.json);

  const auto backend = open_backend(options.backend);
  const HashedTable table = open_table(std::move(given), c, *backend, options.control, control.output());
  ReleaseRun run = planned_releases(c, history, coverage(range), sampling, energies);
  require_memory(rates_bytes(run, edges, *backend));
  add_slices(run, c, edges, check_interrupt);
  const kernels::CountingTask task = counting_task(run, c, table.content);
  CountedRun counted(range, task.counters(),
                     {c->name, backend->name(), {table.sha256, table.content.accuracy.max_relative_error}});
  Report report;
  control.run(counted, [&] {
    const double per_second = counted.count(control, *backend->counter(task), first_release_part);
    set_counters(counted.counts(), run.draws);
    run.backend = counted.backend();
    say_what_holds(run);
    report = finish_rates(output.path(), c, table, run, request, silent_because, control.identity());
    report["events_per_second"] = per_second;
  });
  print_report(report, options.source.json);
}

}  // namespace

void add_rates(CLI::App& app) {
  const auto options = std::make_shared<RatesOptions>();
  CLI::App& rates =
      *app.add_subcommand("rates", "draw when lines leave under the case's history, and how much they emit");
  add_case_options(rates, options->source);
  add_backend_options(rates, options->backend);
  rates.add_option("--events", options->events, "how many to draw, such as 1e9")->required();
  rates
      .add_option("--sampling", options->sampling,
                  "sliced (events in equal numbers in all slices of time) or plain (lines as they come)")
      ->capture_default_str();
  add_piece_options(rates, options->piece);
  add_control_options(rates, options->control);
  rates.add_option("--window", options->windows,
                   "times since cooldown to count between, \"1 week:2 weeks,1 year:366 days\"; without it the case's "
                   "detector.observation");
  rates.add_option("--at", options->at,
                   "times since cooldown to give rates at, \"1 day,1 week\"; without it that of the case");
  rates.add_option("--fit", options->fit,
                   "times between which a power law is fitted, \"1 hour:1 year\"; without it from the end of the last "
                   "stage on");
  rates.add_option("--above", options->above, "energies with rates of their own")->capture_default_str();
  add_table_option(rates, options->table);
  add_output_options(rates, options->output, options->overwrite);
  rates.callback([options] {
    log_start("rates");
    run_rates(*options);
  });
}

}  // namespace slipburst::host
