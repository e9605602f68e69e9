#include "host/model/reduced_model.hpp"

#include <cmath>

#include "slipburst/math/elementary.hpp"
#include "slipburst/physics/effective_mass.hpp"
#include "slipburst/physics/reading.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

ReducedModel reduce(const Case& c) {
  const Film& film = c.film;
  const Substrate& substrate = c.substrate;
  constexpr double gamma = 1.78;
  const double contrast =
      (substrate.shear_modulus - film.shear_modulus) / (substrate.shear_modulus + film.shear_modulus);
  const double image = physics::image_factor(c.reading), mass = physics::mass_factor(c.reading);
  const double line_energy = film.shear_modulus * film.burgers * film.burgers / (4 * math::pi);  // T0, meV/nm
  const double scale = std::sqrt(mass * contrast);

  ReducedModel model;
  model.length_nm = gamma * film.burgers * scale;
  model.time_ps = gamma * film.burgers / film.sound_speed;
  model.energy_eV_per_nm = mass * contrast * line_energy / units::millielectronvolt_per_eV;
  model.stress_unit = film.shear_modulus * scale / (4 * math::pi * gamma);
  model.speed_over_ct = scale;
  model.min_distance_nm = model.length_nm * physics::min_reduced_distance;
  const double phonon_scale = units::hbar * film.sound_speed / (gamma * film.burgers);  // meV at L = 0
  model.max_phonon_meV = phonon_scale * physics::max_frequency;

  model.subgap_efficiency = c.detector.subgap_efficiency;
  model.segment.sound_square =
      c.dynamics == DynamicsLaw::elastorelativistic ? model.speed_over_ct * model.speed_over_ct : 0;
  model.segment.image = image / mass;
  if (film.pair_breaking_energy < model.max_phonon_meV) {
    model.segment.gap_logarithm = math::log(phonon_scale / film.pair_breaking_energy);
    model.segment.gap_distance = physics::reduced_distance(model.segment.gap_logarithm);
    model.gap_stress = model.segment.image / model.segment.gap_distance;
  } else {
    model.segment.gap_logarithm = 0;
    model.segment.gap_distance = 0;
    model.gap_stress = 1;
  }
  return model;
}

physics::Pinning pinned_lines(const Film& film, double spacing, double alpha) {
  return physics::Pinning(spacing, alpha * film.shear_modulus * film.burgers);
}

exec::SegmentControls segment_controls(const Numerics& numerics, exec::Extent extent) {
  exec::SegmentControls controls;
  controls.relative_tolerance = numerics.relative_tolerance;
  controls.fixed_step = numerics.mode == StepMode::fixed ? numerics.fixed_step : 0;
  controls.step_budget = numerics.step_budget;
  controls.extent = extent;
  return controls;
}

}  // namespace slipburst::host
