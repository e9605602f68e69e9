#include <spdlog/spdlog.h>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/console/interrupt.hpp"
#include "host/lines/energy_balance.hpp"
#include "host/lines/segment_record.hpp"
#include "host/results/segment_file.hpp"
#include "host/table/table_error.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

void run_segment(const SegmentOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const double height = parse_positive_quantity(options.height, Dimension::length, "--height");
  const double stress = parse_stress(options.stress, "--stress");
  const PreparedCase c = open_case(options.source);
  if (output && c->numerics.precision == exec::Precision::fp32) {
    throw InputError("numerics.precision = \"fp32\" cannot be recorded with -o; trajectories are fp64");
  }
  RunIdentity identity = run_identity("segment", c);
  identity["height_nm"] = height;
  identity["stress_MPa"] = stress / units::megapascal;
  output.require_free_for(identity, "slipburst-segment");
  const SegmentRecord record = integrate_segment(c, height, stress, static_cast<bool>(output));
  const exec::SegmentResult& r = record.result;
  const ReducedModel& model = c.model();
  const double energy = model.energy_eV_per_nm;
  if (base::failed(r.status)) {
    throw InputError(describe(SegmentFailure(model.segment_at(height, stress), r.status), model, c->numerics));
  }
  check_interrupt();
  if (r.max_speed * model.speed_over_ct > 1) {
    spdlog::warn("the line passes the transverse sound speed; the model has no relativistic limit");
  }
  const EnergyBalance balance =
      energy_balance(model, segment_controls(c->numerics, exec::Extent::full), c->film.burgers, height, stress);
  const double turning_point_nm = r.turning_point * model.length_nm;
  const bool inside_core = turning_point_nm > 0 && turning_point_nm < c->film.burgers;
  if (inside_core) warn_inside_core(turning_point_nm, c->film.burgers);
  if (output) write_segment_file(output.path(), c, height, stress, record, balance, identity);
  Report report = {{"height_nm", height}, {"stress_MPa", stress / units::megapascal}};
  append_case(report, c);
  report.update({{"crystal_above_gap_eV_per_nm", r.crystal_above * energy},
                 {"film_above_gap_eV_per_nm", r.film_above * energy},
                 {"crystal_eV_per_nm", (r.crystal_above + r.crystal_below) * energy},
                 {"film_eV_per_nm", (r.film_above + r.film_below) * energy},
                 {"work_eV_per_nm", balance.work},
                 {"radiated_eV_per_nm", balance.radiated},
                 {"residual_eV_per_nm", balance.residual()},
                 {"crystal_radiation_force_eV_per_nm", balance.crystal.radiation_force},
                 {"crystal_mass_term_eV_per_nm", balance.crystal.mass_term},
                 {"crystal_below_5b_share", balance.crystal.near_share()},
                 {"film_radiation_force_eV_per_nm", balance.film.radiation_force},
                 {"film_mass_term_eV_per_nm", balance.film.mass_term},
                 {"film_below_5b_share", balance.film.near_share()},
                 {"turning_point_nm", turning_point_nm},
                 {"inside_core", inside_core},
                 {"max_speed_over_ct", r.max_speed * model.speed_over_ct},
                 {"duration_ps", r.duration * model.time_ps},
                 {"steps_accepted", r.steps_accepted},
                 {"steps_rejected", r.steps_rejected},
                 {"status", base::name(r.status)}});
  print_report(report, options.source.json);
}

}  // namespace slipburst::host
