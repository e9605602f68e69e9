#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <string>

#include "host/app/case_report.hpp"
#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/lines/line_energy.hpp"
#include "host/results/burst_file.hpp"
#include "host/text/count.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

struct ReplayOptions {
  std::string list, index, event;
  bool json = false;
};

constexpr double judged_eV = 1e-3;  // energies above which table.tolerance holds

/// Relative error of the table; null if direct integration gives no energy.
Report relative_difference(double table_eV, double direct_eV) {
  return direct_eV > 0 ? Report(table_eV / direct_eV - 1) : Report(nullptr);
}

void warn_beyond_tolerance(const char* channel, double table_eV, double direct_eV, double tolerance) {
  if (direct_eV > judged_eV && std::abs(table_eV / direct_eV - 1) > tolerance) {
    spdlog::warn("the table's {} energy is off by more than table.tolerance = {:g}", channel, tolerance);
  }
}

void run_replay(const ReplayOptions& options) {
  if (options.index.empty() && options.event.empty()) {
    throw InputError("--index is missing: which burst? Give the row of the list from 0 on, or --event");
  }
  const std::uint64_t number =
      options.event.empty() ? parse_count(options.index, "--index") : parse_count(options.event, "--event");
  const BurstList list(options.list);
  const std::uint64_t index = options.event.empty() ? number : list.row_of(number);
  const Burst burst = list.row(index);
  const PreparedCase c(list.source());
  spdlog::info("integrating row {} of {} ({})", index, options.list, physics::name(c->reading));
  const LineEnergy direct =
      line_energy(c, burst.pin_height_nm, burst.stress_MPa * units::megapascal, burst.line_length_nm);
  warn_beyond_tolerance("crystal", burst.crystal_eV, direct.crystal_above_gap_eV, c->table.tolerance);
  warn_beyond_tolerance("film", burst.film_eV, direct.film_above_gap_eV, c->table.tolerance);
  Report report = {{"index", index},
                   {"event", burst.event},
                   {"time_s", burst.time_s},
                   {"pin_height_nm", burst.pin_height_nm},
                   {"stress_MPa", burst.stress_MPa},
                   {"line_length_nm", burst.line_length_nm},
                   {"crystal_eV", burst.crystal_eV},
                   {"film_eV", burst.film_eV},
                   {"crystal_eV_direct", direct.crystal_above_gap_eV},
                   {"film_eV_direct", direct.film_above_gap_eV},
                   {"quadrature_error_eV", direct.error_eV},
                   {"crystal_relative_difference", relative_difference(burst.crystal_eV, direct.crystal_above_gap_eV)},
                   {"film_relative_difference", relative_difference(burst.film_eV, direct.film_above_gap_eV)},
                   {"table_tolerance", c->table.tolerance},
                   {"table_max_relative_error", list.number("table_max_relative_error")}};
  append_case(report, c);
  print_report(report, options.json);
}

}  // namespace

void add_replay(CLI::App& app) {
  const auto options = std::make_shared<ReplayOptions>();
  CLI::App& replay = *app.add_subcommand("replay", "compute one burst of a list again by direct integration");
  replay.add_option("LIST", options->list, "written by `slipburst experiment`")->required();
  CLI::Option& index = *replay.add_option("--index", options->index, "row of the list, from 0");
  replay.add_option("--event", options->event, "index of the event, instead")->excludes(&index);
  add_json_option(replay, options->json);
  replay.callback([options] { run_replay(*options); });
}

}  // namespace slipburst::host
