#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/report.hpp"
#include "host/results/burst_result.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

struct BurstOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string pin_height, stress, table;
};

void run_burst(const BurstOptions& options) {
  const double height = parse_positive_quantity(options.pin_height, Dimension::length, "--pin-height");
  const double stress = parse_stress(options.stress, "--stress");
  const PreparedCase c = open_case(options.source);
  if (height > c->film.thickness) {
    spdlog::warn("the pin height is beyond film.thickness = {:.4g} nm: events reject it", c->film.thickness);
  }
  const LineEnergy direct = line_energy(c, height, stress);
  const LineBalance balance = line_balance(c, height, stress);
  const bool inside_core = balance.nearest_nm < c->film.burgers;
  if (inside_core) warn_inside_core(balance.nearest_nm, c->film.burgers);
  const auto backend = open_backend(options.backend);
  const PreparedCase reaching = options.table.empty() ? PreparedCase(case_reaching(c, height, stress)) : c;
  const TabulatedEnergy tabulated =
      table_line_energy(c, open_table(read_given_table(options.table), reaching, *backend).content, height, stress);
  Report report;
  append_fields(report, burst_fields(), BurstOutcome{height, stress, direct, balance, inside_core, tabulated});
  append_case(report, c);
  print_report(report, options.source.json);
}

}  // namespace

void add_burst(CLI::App& app) {
  const auto options = std::make_shared<BurstOptions>();
  CLI::App& burst = *app.add_subcommand("burst", "energies of one burst: directly integrated, and from the table");
  add_case_options(burst, options->source);
  add_backend_options(burst, options->backend);
  burst.add_option("--pin-height", options->pin_height, "height of the pin, \"100 nm\"")->required();
  burst.add_option("--stress", options->stress, "resolved shear stress, \"60 MPa\"")->required();
  add_table_option(burst, options->table);
  burst.callback([options] { run_burst(*options); });
}

}  // namespace slipburst::host
