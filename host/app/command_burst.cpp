#include <spdlog/spdlog.h>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/report.hpp"
#include "host/lines/line_balance.hpp"
#include "host/lines/line_energy.hpp"
#include "host/lines/table_line_energy.hpp"
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
  Report report = {{"pin_height_nm", height}, {"stress_MPa", stress / units::megapascal}};
  append_case(report, c);
  report.update({{"line_length_nm", direct.line_length_nm},
                 {"crystal_above_gap_eV", direct.crystal_above_gap_eV},
                 {"film_above_gap_eV", direct.film_above_gap_eV},
                 {"quadrature_error_eV", direct.error_eV},
                 {"crystal_above_gap_eV_table", tabulated.crystal_eV},
                 {"film_above_gap_eV_table", tabulated.film_eV},
                 {"work_eV", balance.work},
                 {"radiated_eV", balance.radiated},
                 {"residual_eV", balance.residual()},
                 {"crystal_radiation_force_eV", balance.crystal.radiation_force},
                 {"crystal_mass_term_eV", balance.crystal.mass_term},
                 {"crystal_below_5b_share", balance.crystal.near_share()},
                 {"film_radiation_force_eV", balance.film.radiation_force},
                 {"film_mass_term_eV", balance.film.mass_term},
                 {"film_below_5b_share", balance.film.near_share()},
                 {"inside_core", inside_core},
                 {"supersonic", tabulated.supersonic}});
  print_report(report, options.source.json);
}

}  // namespace slipburst::host
