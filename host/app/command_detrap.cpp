#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/counted_run.hpp"
#include "host/app/detrap_run.hpp"
#include "host/app/event_range_options.hpp"
#include "host/app/memory_need.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/run_control.hpp"
#include "host/app/start_line.hpp"
#include "host/base/error.hpp"
#include "host/files/replacement_file.hpp"
#include "host/text/count.hpp"

namespace slipburst::host {
namespace {

struct DetrapOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string areas = "1000", data, data_areas = "1", output;
  bool overwrite = false;
};

constexpr std::uint64_t max_data_areas = 10000;

std::uint64_t positive_count(const std::string& text, const std::string& option) {
  const std::uint64_t count = parse_count(text, option);
  if (count == 0) throw InputError(option + " 0: nothing would be watched; give 1 at least");
  return count;
}

/// Refuses runs whose sums of squares of an area's moves may not fit in 64 bits.
void require_countable(const WatchedClusters& clusters, std::uint64_t areas) {
  const double most = 2 * clusters.max_moves_of_an_area() + 1000;  // more: negligible probability
  if (static_cast<double>(areas) * most * most < 0x1p63) return;
  throw InputError(fmt::format(
      "--areas {}: an area of interest may have {:.3g} moves, the squares of which do not fit in 64 bits for so "
      "many; watch fewer areas, or fewer clusters in each (watch.clusters)",
      areas, most));
}

/// Areas of the first part of the work: fewer if each has many moves.
std::uint64_t first_areas(const WatchedClusters& clusters) {
  constexpr double max_areas = 64, moves = 1e7;
  return static_cast<std::uint64_t>(std::clamp(moves / (clusters.max_moves_of_an_area() + 1), 1.0, max_areas));
}

void print(const Report& report, bool json) { json ? print_report(report, true) : print_motion(report); }

void write_measurement(const std::string& path, const std::string& text) {
  ReplacementFile file(path);
  file.write(std::as_bytes(std::span(text.data(), text.size())));
  file.commit();
}

void run_detrap(const DetrapOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const OutputClaim data("--data", options.data, options.overwrite);
  const std::uint64_t areas = positive_count(options.areas, "--areas");
  const std::uint64_t data_areas = positive_count(options.data_areas, "--data-areas");
  if (options.data.empty() && options.data_areas != "1") {
    throw InputError("--data-areas says what --data adds up; give --data too, or leave it out");
  }
  if (data_areas > std::min(areas, max_data_areas)) {
    throw InputError(
        fmt::format("--data-areas {}: at most {} and as many as --areas, {}", data_areas, max_data_areas, areas));
  }
  const ClusterCase c = open_cluster_case(options.source);
  const WatchedClusters clusters(c);
  const std::uint64_t conditions = clusters.conditions().size();
  if (areas > std::numeric_limits<std::uint64_t>::max() / conditions) {
    throw InputError(
        fmt::format("--areas {}: {} conditions of so many areas are more events than 2^64", areas, conditions));
  }
  const EventRange range = piece_of(areas * conditions, options.piece);
  require_countable(clusters, areas);
  const RunIdentity drawn = measurement_identity(c, range.seed, data_areas);
  data.require_text_of(drawn, measurement_format);
  RunControl control(options.control, output, "slipburst-detrap", detrap_identity(c, range, areas));
  const auto write_data = [&] {
    if (data) write_measurement(data.path(), measurement_text(c, clusters, drawn));
  };
  if (const std::optional<Report> report = control.finished()) {
    write_data();
    return print(*report, options.source.json);
  }

  const auto backend = open_backend(options.backend);
  require_memory(detrap_bytes(clusters, *backend));
  CountedRun counted(range, clusters.counters(), {c.name, backend->name(), {}});
  Report report;
  write_data();  // before the long run: the data depend on case and seed alone
  control.run(counted, [&] {
    const kernels::ClusterTask task{range.seed, clusters.experiment()};
    const double per_second = counted.count(control, *backend->counter(task), first_areas(clusters));
    report = finish_detrap(output.path(), {c, clusters, coverage(range), counted.counts(), counted.backend()},
                           control.identity());
    report["cluster_windows_per_second"] = per_second * static_cast<double>(c.watch.clusters * c.watch.windows);
  });
  print(report, options.source.json);
}

}  // namespace

void add_detrap(CLI::App& app) {
  const auto options = std::make_shared<DetrapOptions>();
  CLI::App& detrap =
      *app.add_subcommand("detrap", "watch trapped clusters move under an electron beam, window by window");
  add_case_options(detrap, options->source, true, false);
  add_backend_options(detrap, options->backend);
  detrap.add_option("--areas", options->areas, "areas of interest to watch in each condition, such as 1e6")
      ->capture_default_str();
  add_piece_options(detrap, options->piece);
  add_control_options(detrap, options->control);
  detrap.add_option("--data", options->data,
                    "file to write (CSV): the first window of --data-areas areas, for `slipburst fit arrhenius`");
  detrap.add_option("--data-areas", options->data_areas, "areas added up for --data")->capture_default_str();
  add_output_options(detrap, options->output, options->overwrite);
  detrap.callback([options] {
    log_start("detrap");
    run_detrap(*options);
  });
}

}  // namespace slipburst::host
