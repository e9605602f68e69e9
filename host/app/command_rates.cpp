#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <optional>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/event_range_options.hpp"
#include "host/app/interrupt.hpp"
#include "host/app/memory_need.hpp"
#include "host/app/progress.hpp"
#include "host/app/rates_report.hpp"
#include "host/app/spectrum_method.hpp"
#include "host/error.hpp"
#include "host/files/rates_file.hpp"
#include "host/files/table_file.hpp"
#include "host/release/film_history.hpp"
#include "host/run/pinned_lines.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t most_moments = 64;
constexpr double earliest_s = 1e-100, latest_s = 1e100;  // what exponents of rates have room for
constexpr double least_width = 1e-9;                     // of a window, relative

TimeSampling parse_sampling(const std::string& text) {
  if (text == "sliced") return TimeSampling::sliced;
  if (text == "plain") return TimeSampling::plain;
  throw InputError("--sampling " + text + " is unknown; use sliced or plain");
}

void require_sensible(double time_s, const std::string& option) {
  if (time_s >= earliest_s && time_s <= latest_s) return;
  throw InputError(fmt::format("{}: {} s is not between {:g} s and {:g} s", option, time_s, earliest_s, latest_s));
}

/// "1 week:2 weeks"
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
  if (window.end_s - window.start_s < least_width * window.end_s) {
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
  if (request.windows.size() > most_moments || request.moments_s.size() > most_moments) {
    throw InputError(fmt::format("--window and --at take at most {} each", most_moments));
  }
  if (!options.fit.empty()) request.fit = parse_window(options.fit, "--fit");
  return request;
}

/// What a case asks for that may surprise.
void say_what_holds(const Case& c, const ReleaseRun& run) {
  if (c.depinning.escape != Escape::tunnelling) {
    spdlog::warn(
        "depinning.escape adds thermal escape to tunnelling: the two are alternative pictures of what quantum "
        "mechanics does to pinned lines");
  }
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

}  // namespace

void run_rates(const RatesOptions& options) {
  const TimeSampling sampling = parse_sampling(options.sampling);
  const EventRange range = parse_event_range(options.events, options.seed, options.first_event, options.piece_events);
  const std::vector<double> energies = parse_above(options.above);
  const Case c = open_case(options.source);
  if (!c.detector.aluminium_area_cm2) {
    throw InputError(
        "rates need detector.aluminium_area, which sets how many dislocations there are; give it, such as "
        "--set detector.aluminium_area=\"1 cm2\"");
  }
  const RatesRequest request = parse_request(options, c);
  require_writable(options.output);
  require_different(options.output, options.table);
  const std::vector<double> edges = requested_edges_s(c, request, sampling);
  const auto backend = open_backend(options.backend);
  const Table table = open_table(options.table, c, *backend);
  const TableUse use{table_sha256(table), table.accuracy.max_relative_error};

  require_memory(rates_bytes(c, edges, energies, sampling, *backend));
  std::optional<Progress> progress(std::in_place, range.count, "events");
  const ReleaseRun run = sample_releases(c, table, *backend, range, sampling, edges, energies, [&](std::uint64_t done) {
    check_interrupt();
    progress->update(done);
  });
  progress.reset();
  check_interrupt();
  say_what_holds(c, run);
  if (run.releases() == 0) spdlog::warn("no event was a release: use --sampling sliced, or many more events");
  const Heartbeat heartbeat("working out rates");
  const ReleaseValues values(run, count_pinned_lines(c), heartbeat);
  const Rates rates = rates_of(c, table, values, request, heartbeat);
  if (!rates.fit) spdlog::warn("no power law with a time origin of its own describes the rates that --fit asks for");
  if (!options.output.empty()) write_rates_file(options.output, c, values, rates, use);
  Report report = {{"sampling", options.sampling},
                   {"events", range.count},
                   {"run_events", range.whole},
                   {"seed", range.seed},
                   {"first_event", range.first},
                   {"backend", backend->name()},
                   {"releases", run.releases()},
                   {"counts_sha256", counts_sha256(run)},
                   {"events_per_second", static_cast<double>(range.count) / run.seconds},
                   {"table_sha256", use.sha256},
                   {"table_max_relative_error", use.max_relative_error},
                   {"aluminium_area_cm2", *c.detector.aluminium_area_cm2},
                   {"pinned_lines", values.lines()}};
  append_rates(report, rates, energies);
  print_report(report, options.source.json);
}

}  // namespace slipburst::host
