#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/material_files.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/app/run_control.hpp"
#include "host/app/scan_points.hpp"
#include "host/app/scan_progress.hpp"
#include "host/app/spectrum_method.hpp"
#include "host/app/spectrum_report.hpp"
#include "host/app/start_line.hpp"
#include "host/app/table_run.hpp"
#include "host/base/error.hpp"
#include "host/config/response_reader.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/progress.hpp"
#include "host/results/table_file.hpp"
#include "host/table/builder.hpp"
#include "host/table/event_model.hpp"
#include "host/text/count.hpp"

namespace slipburst::host {
namespace {

struct ScanOptions {
  CaseOptions source;
  BackendOptions backend;
  RunControlOptions control;
  std::vector<std::string> over;  ///< axes of the scan
  std::string method = "quadrature", events, seed = "1", above = "1 eV,30 eV", table, output;
  bool overwrite = false;
};

constexpr std::uint64_t max_points = 20000;
constexpr std::size_t max_axes = 8;

ScanMethod method_of(const ScanOptions& options) {
  check_method(options.method, options.events);
  EventRange range{};
  if (draws_events(options.method)) {
    range.seed = parse_count(options.seed, "--seed");
    range.whole = range.count = parse_count(options.events, "--events");
    if (range.count == 0) throw InputError("--events 0 draws nothing; ask for at least 1");
    require_strata(options.method, range.count);
  }
  return {options.method, range, parse_above(options.above)};
}

ScanGrid grid_of(const std::vector<Axis>& axes) {
  if (axes.size() > max_axes)
    throw InputError(fmt::format("a scan has at most {} axes, not {}", max_axes, axes.size()));
  std::vector<std::uint64_t> lengths;
  for (const Axis& axis : axes) lengths.push_back(axis.size());
  const ScanGrid grid(lengths);
  if (grid.points() > max_points) {
    throw InputError(fmt::format("these axes make {} points, at most {} fit one scan; cut it in several", grid.points(),
                                 max_points));
  }
  return grid;
}

/// Tables for the points: the given table, or tables built as needed, one held at a time.
class TableSource {
 public:
  TableSource(const std::string& path, const std::vector<PreparedCase>& cases, const std::vector<Axis>& axes,
              const ScanGrid& grid) {
    if (path.empty()) return;
    given_ = read_table_file(path);
    for (std::size_t point = 0; point < cases.size(); ++point) {
      check_interrupt();
      require_table_for(cases[point], given_->content, "at " + point_name(axes, grid, point) + ": " + path);
    }
  }

  std::string given_sha256() const { return given_ ? given_->sha256 : ""; }
  std::uint64_t built() const { return built_; }

  /// \return table for the case: the given table, or a new one, which replaces the last
  const HashedTable& table_for(const PreparedCase& c, kernels::Backend& backend, const RunControlOptions& options,
                               const std::string& output) {
    if (given_) return *given_;
    built_table_.reset();
    built_table_ = open_table(GivenTable(), c, backend, options, output);
    ++built_;
    return *built_table_;
  }

 private:
  std::optional<HashedTable> given_, built_table_;
  std::uint64_t built_ = 0;
};

Report axes_report(const std::vector<Axis>& axes) {
  Report list = Report::array();
  for (const Axis& axis : axes) {
    Report values = axis.words() ? Report(axis.texts) : Report(axis.values);
    list.push_back({{"key", axis.key}, {"unit", axis.unit}, {"values", std::move(values)}});
  }
  return list;
}

/// Computes the missing points, grouped by table.
void compute(const ScanOptions& options, const std::vector<PreparedCase>& cases, const ScanMethod& method,
             const ScanForm& form, TableSource& tables, kernels::Backend& backend, RunControl& control,
             ScanProgress& progress) {
  Progress bar(progress.total(), "points", progress.done());
  NegativeFilm worst{0, 0};
  for (const std::vector<std::size_t>& group : points_by_table(cases, check_interrupt)) {
    const HashedTable* table = nullptr;
    for (const std::size_t point : group) {
      if (progress.results().has(point)) continue;
      check_interrupt();
      const PreparedCase& c = cases[point];
      if (table == nullptr) table = &tables.table_for(c, backend, options.control, control.output());
      const ScanSpectrum spectrum = scan_spectrum(c, table->content, backend, method, Heartbeat("computing a point"));
      std::optional<FoldedSpectrum> folded;
      if (form.response) folded = fold(detector_response(c->response), spectrum.values);
      const TableUse use = table_use(c, event_model(c, {}), *table);
      if (use.negative.share > worst.share) worst = use.negative;
      progress.add(point, {rate_scale(c), spectrum, folded, use});
      bar.update(progress.done());
      if (progress.done() < progress.total() && control.step() == RunStep::save) control.save(progress);
    }
  }
  warn_of_negative_film(worst);
}

void run_scan(const ScanOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const OutputClaim output("-o", options.output, options.overwrite);
  const Materials materials = open_materials(options.source.materials);
  const std::vector<Axis> axes = parse_axes(options.over, materials);
  const ScanGrid grid = grid_of(axes);
  const ScanMethod method = method_of(options);
  const std::vector<PreparedCase> cases = scan_cases(options.source, materials, axes, grid);
  const SilentPoints silent = silent_points(cases, axes, grid);
  if (silent.count > 0) spdlog::warn("{} of {} points: {}", silent.count, grid.points(), silent.first);
  const ScanForm form = scan_form(cases, method.thresholds_eV);
  TableSource tables(options.table, cases, axes, grid);

  const ScanIdentity identity = scan_identity(axes, cases, method, tables.given_sha256());
  RunControl control(options.control, output, "slipburst-scan", run_identity(identity, cases));
  const auto print = [&](Report report, std::uint64_t computed) {
    report["computed"] = computed;
    report["resumed"] = grid.points() - computed;
    report["tables_built"] = tables.built();
    report["output"] = options.output;
    report["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    print_report(report, options.source.json);
  };
  if (const std::optional<Report> report = control.finished()) return print(*report, 0);

  ScanProgress progress(identity, ScanResults(form, grid.points()));
  Report report = {{"axes", axes_report(axes)}};
  append_fields(report, scan_outcome_fields(), {identity, progress.results()});
  report.update(Report{{"computed", nullptr},
                       {"resumed", nullptr},
                       {"tables_built", nullptr},
                       {"silent_points", silent.count},
                       {"silent_because", text_or_null(silent.first)},
                       {"output", nullptr},
                       {"seconds", nullptr}});
  append_facts(report, identity.facts);
  std::uint64_t resumed = 0;
  control.run(progress, [&] {
    resumed = progress.done();
    const auto backend = open_backend(options.backend);
    progress.add_backend(backend->name());
    compute(options, cases, method, form, tables, *backend, control, progress);
    control.secure(progress);
    write_scan_file(output.path(), identity, progress.results(), progress.backend(), {control.identity(), report});
  });
  print(report, grid.points() - resumed);
}

}  // namespace

void add_scan(CLI::App& app) {
  const auto options = std::make_shared<ScanOptions>();
  CLI::App& scan = *app.add_subcommand("scan", "spectra over a grid of cases, in one file");
  add_case_options(scan, options->source);
  add_backend_options(scan, options->backend);
  scan.add_option("--over", options->over,
                  "axis: pinning.spacing=\"20 nm:200 nm:log:10\" (or lin), or a list, model.dynamics=newtonian,"
                  "elastorelativistic (repeatable)")
      ->required()
      ->allow_extra_args(false);
  scan.add_option("--method", options->method, "quadrature, direct, plain or stratified, as of spectrum")
      ->capture_default_str();
  scan.add_option("--events", options->events, "of each point, for plain and stratified");
  scan.add_option("--seed", options->seed, "key of the random numbers, the same at each point")->capture_default_str();
  scan.add_option("--above", options->above, "energies with rates of their own")->capture_default_str();
  scan.add_option("--table", options->table, "use this table at all points instead of building some");
  add_output_options(scan, options->output, options->overwrite);
  scan.get_option("--output")->required();
  add_control_options(scan, options->control);
  scan.callback([options] {
    log_start("scan");
    run_scan(*options);
  });
}

}  // namespace slipburst::host
