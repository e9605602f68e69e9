#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/run_control.hpp"
#include "host/app/start_line.hpp"
#include "host/app/table_run.hpp"
#include "host/console/interrupt.hpp"
#include "host/results/table_file.hpp"
#include "host/table/silence.hpp"

namespace slipburst::host {
namespace {

struct TableCommandOptions {
  CaseOptions source;
  BackendOptions backend;
  RunControlOptions control;
  std::string output;
  bool overwrite = false;
};

void run_table(const TableCommandOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const PreparedCase c = open_case(options.source);
  RunControl control(options.control, output, "slipburst-table", run_identity("table", c));
  if (const std::optional<Report> report = control.finished()) return print_report(*report, options.source.json);
  const auto backend = open_backend(options.backend);
  TableRun run(*backend);
  Report report;
  control.run(run, [&] {
    const HashedTable hashed_table = hashed(run.build(control, c));
    const Table& table = hashed_table.content;
    check_interrupt();
    const std::string silent_because = table.silent ? silence(c, default_range(c)) : "";
    if (table.silent && !c.model().silent()) spdlog::warn("{}", silent_because);
    report = Report::object();
    append_fields(report, table_fields(), hashed_table);
    report.update({{"segments_per_second", nullptr},
                   {"silent_because", text_or_null(silent_because)},
                   {"backend", run.backend()}});
    append_case(report, c);
    write_table_file(output.path(), c, hashed_table, run.backend(), {control.identity(), report});
    const double seconds = table.integration_s;
    report["segments_per_second"] = seconds > 0 ? static_cast<double>(table.segments) / seconds : 0.0;
  });
  print_report(report, options.source.json);
}

}  // namespace

void add_table(CLI::App& app) {
  const auto options = std::make_shared<TableCommandOptions>();
  CLI::App& table = *app.add_subcommand("table", "build the table of line energies");
  add_case_options(table, options->source);
  add_backend_options(table, options->backend);
  add_output_options(table, options->output, options->overwrite);
  table.get_option("--output")->required();
  add_control_options(table, options->control);
  table.callback([options] {
    log_start("table");
    run_table(*options);
  });
}

}  // namespace slipburst::host
