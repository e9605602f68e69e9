#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <span>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/count.hpp"
#include "host/app/counted_run.hpp"
#include "host/app/detrap_run.hpp"
#include "host/app/memory_need.hpp"
#include "host/error.hpp"
#include "host/files/replacement_file.hpp"

namespace slipburst::host {
namespace {

constexpr std::uint64_t first_areas = 64;
constexpr std::uint64_t most_data_areas = 10000;

std::uint64_t positive_count(const std::string& text, const std::string& option) {
  const std::uint64_t count = parse_count(text, option);
  if (count == 0) throw InputError(option + " 0: nothing would be watched; give 1 at least");
  return count;
}

void print(const Report& report, bool json) { json ? print_report(report, true) : print_motion(report); }

void write_measurement(const std::string& path, const std::string& text) {
  ReplacementFile file(path);
  file.write(std::as_bytes(std::span(text.data(), text.size())));
  file.commit();
}

}  // namespace

void run_detrap(const DetrapOptions& options) {
  const std::uint64_t areas = positive_count(options.areas, "--areas");
  const std::uint64_t data_areas = positive_count(options.data_areas, "--data-areas");
  if (data_areas > std::min(areas, most_data_areas)) {
    throw InputError(
        fmt::format("--data-areas {}: at most {} and as many as --areas, {}", data_areas, most_data_areas, areas));
  }
  const ClusterCase c = open_cluster_case(options.source);
  const WatchedClusters clusters(c);
  const std::uint64_t conditions = clusters.conditions().size();
  if (areas > std::numeric_limits<std::uint64_t>::max() / conditions) {
    throw InputError(
        fmt::format("--areas {}: {} conditions of so many areas are more events than 2^64", areas, conditions));
  }
  const EventRange range = piece_of(areas * conditions, options.piece);
  require_writable(options.output);
  require_writable(options.data);
  require_different(options.output, options.data);
  RunControl control(options.control, options.output, "slipburst-detrap", detrap_identity(c, range, areas));
  if (const std::optional<Report> report = control.finished()) return print(*report, options.source.json);

  const auto backend = open_backend(options.backend);
  require_memory(detrap_bytes(clusters, *backend));
  CountedRun counted(range, clusters.counters(), "");
  Report report;
  control.run(counted, [&] {
    const ClusterTask task{range.seed, clusters.experiment()};
    const double per_second = counted.count(control, *backend->counter(task), first_areas);
    report = finish_detrap(options.output, {c, clusters, coverage(range), counted.counts(), backend->name()},
                           control.identity());
    report["cluster_windows_per_second"] = per_second * static_cast<double>(c.watch.clusters * c.watch.windows);
  });
  if (!options.data.empty()) {
    write_measurement(options.data, measurement_text(c, clusters, range.seed, data_areas));
  }
  print(report, options.source.json);
}

}  // namespace slipburst::host
