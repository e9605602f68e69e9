#include "host/lines/table_line_energy.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "host/table/table_error.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/strata.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

TabulatedEnergy table_line_energy(const PreparedCase& c, const Table& table, double pin_height_nm, double stress) {
  const ReducedModel& model = c.model();
  const exec::Segment top = model.segment_at(pin_height_nm, stress);
  const bool too_high = top.start > random::max_bits * math::ln2 * table.range.height_scale * top.stress ||
                        top.start > table.range.max_height;
  if (top.stress > table.range.max_stress || too_high) {
    const double reach =
        std::min(random::max_bits * math::ln2 * table.range.height_scale * top.stress, table.range.max_height);
    throw TableError("the table ends at " +
                     std::to_string(table.range.max_stress * model.stress_unit / units::megapascal) +
                     " MPa and, for this stress, at a pin height of " + std::to_string(reach * model.length_nm) +
                     " nm; lower --stress or --pin-height, or use a table of a larger " +
                     (top.stress > table.range.max_stress ? "stress.sigma0"
                      : reach < table.range.max_height    ? "pinning.spacing"
                                                          : "film.thickness"));
  }
  const table::Zones view = table.view();
  const table::LinePlace line = view.place(top.start / top.stress, top.stress / model.gap_stress);
  if (!(line.z > 0)) return {0, 0, false};
  const table::Energies energies = view.energies(line);
  const physics::Pinning pinning = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha);
  const double unit = pinning.line_length(model.stress_unit) * model.energy_eV_per_nm;
  return {unit * std::exp2(static_cast<double>(energies.log2_energy[0])),
          unit * std::exp2(static_cast<double>(energies.log2_energy[1])), view.is_supersonic(line)};
}

Case case_reaching(const Case& c, double pin_height_nm, double stress) {
  constexpr double margin = 1.001;
  Case reaching = c;
  reaching.sigma0 = std::max(c.sigma0, 2 * stress);
  reaching.film.thickness = margin * pin_height_nm;
  const double mean_height = pinned_lines(c.film, c.pinning.spacing, c.pinning.alpha).mean_height(stress);
  const double reach = random::max_bits * math::ln2 * mean_height;
  reaching.pinning.spacing *= std::sqrt(std::max(1.0, margin * pin_height_nm / reach));
  return reaching;
}

double max_line_energy_eV(const PreparedCase& c, const Table& table, double pin_height_nm) {
  constexpr int stresses = 200;
  const ReducedModel& model = c.model();
  double greatest = 0;
  for (int i = 1; i <= stresses; ++i) {
    const double stress = 0.5 * c->sigma0 * i / stresses;
    const double reach = random::max_bits * math::ln2 * table.range.height_scale * stress / model.stress_unit;
    if (pin_height_nm / model.length_nm > std::min(reach, table.range.max_height)) continue;
    greatest = std::max(greatest, table_line_energy(c, table, pin_height_nm, stress).crystal_eV);
  }
  return greatest;
}

}  // namespace slipburst::host
