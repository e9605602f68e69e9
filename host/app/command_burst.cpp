#include <spdlog/spdlog.h>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/report.hpp"
#include "host/results/burst_result.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

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

}  // namespace slipburst::host
