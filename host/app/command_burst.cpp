#include <spdlog/spdlog.h>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/report.hpp"
#include "host/run/line_energy.hpp"
#include "host/run/table_line_energy.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

void run_burst(const BurstOptions& options) {
  const double height = parse_positive_quantity(options.pin_height, Dimension::length, "--pin-height");
  const double stress = parse_stress(options.stress, "--stress");
  const Case c = open_case(options.source);
  if (height > c.film.thickness) {
    spdlog::warn("the pin height is beyond film.thickness = {:.4g} nm: events reject it", c.film.thickness);
  }
  const LineEnergy direct = line_energy(c, height, stress);
  const auto backend = open_backend(options.backend);
  const Case reaching = options.table.empty() ? case_reaching(c, height, stress) : c;
  const TabulatedEnergy tabulated = table_line_energy(c, open_table(options.table, reaching, *backend), height, stress);
  print_report({{"pin_height_nm", height},
                {"stress_MPa", stress / units::megapascal},
                {"reading", physics::name(c.reading)},
                {"line_length_nm", direct.line_length_nm},
                {"crystal_above_gap_eV", direct.crystal_above_gap_eV},
                {"film_above_gap_eV", direct.film_above_gap_eV},
                {"quadrature_error_eV", direct.error_eV},
                {"crystal_above_gap_eV_table", tabulated.crystal_eV},
                {"film_above_gap_eV_table", tabulated.film_eV},
                {"supersonic", tabulated.supersonic}},
               options.source.json);
}

}  // namespace slipburst::host
