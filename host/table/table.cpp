#include "host/table/table.hpp"

#include <algorithm>
#include <limits>

#include "host/model/stress_reach.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

/// Mean pin height per stress, reduced.
double height_scale(const Film& film, double spacing, double alpha, const ReducedModel& model) {
  return pinned_lines(film, spacing, alpha).mean_height(model.stress_unit) / model.length_nm;
}

}  // namespace

TableIdentity table_identity(const Case& c) {
  return {c.film.shear_modulus,
          c.film.burgers,
          c.film.sound_speed,
          c.film.pair_breaking_energy,
          c.substrate.shear_modulus,
          c.reading,
          c.dynamics,
          c.pinning.shape,
          c.detector.subgap_efficiency,
          c.numerics.precision,
          c.numerics.mode,
          c.numerics.relative_tolerance,
          c.numerics.fixed_step,
          c.numerics.step_budget};
}

Case all_frequencies(const Case& c) {
  Case all = c;
  all.detector.subgap_efficiency = 1;
  all.table.phonons = Phonons::above_gap;  // all frequencies count already
  return all;
}

TableRange needed_range(const PreparedCase& c) {
  const ReducedModel& model = c.model();
  return {max_history_stress_factor(c) * (0.5 * c->sigma0 / model.stress_unit),
          height_scale(c->film, c->pinning.spacing, c->pinning.alpha, model), c->film.thickness / model.length_nm};
}

TableRange default_range(const PreparedCase& c) {
  constexpr double usual_stress = 60 * units::megapascal, usual_spacing = 100, usual_alpha = 0.8, rounding = 1e-9;
  const ReducedModel& model = c.model();
  const double usual_scale = height_scale(c->film, usual_spacing, usual_alpha, model);
  TableRange range = needed_range(c);
  range.max_stress = std::max(range.max_stress, usual_stress / model.stress_unit);
  range.height_scale = std::max(range.height_scale, usual_scale);
  const double usual_reach = usual_scale * (usual_stress / model.stress_unit);
  if (range.height_scale * range.max_stress <= usual_reach * (1 + rounding)) {
    range.max_height = std::numeric_limits<double>::infinity();
  }
  return range;
}

table::Zones Table::view() const {
  if (!lower) return upper();
  return {upper(), lower->upper(), identity.subgap_efficiency};
}

void Table::set_axes(const ReducedModel& model) {
  stress_axis = table::StressAxis(first_stress / model.gap_stress, range.max_stress / model.gap_stress,
                                  resolution.octave, resolution.stress_bits);
  height_axis = table::HeightAxis(first_height_octave, resolution.height_cells);
}

}  // namespace slipburst::host
