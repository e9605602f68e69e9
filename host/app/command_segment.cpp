#include <spdlog/spdlog.h>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/interrupt.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/error.hpp"
#include "host/files/segment_file.hpp"
#include "host/run/segment_record.hpp"
#include "host/table/table_error.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

void run_segment(const SegmentOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const double height = parse_positive_quantity(options.height, Dimension::length, "--height");
  const double stress = parse_stress(options.stress, "--stress");
  const Case c = open_case(options.source);
  if (output && c.numerics.precision == Precision::fp32) {
    throw InputError("numerics.precision = \"fp32\" cannot be recorded with -o; trajectories are fp64");
  }
  RunIdentity identity = run_identity("segment", c);
  identity["height_nm"] = height;
  identity["stress_MPa"] = stress / units::megapascal;
  output.require_free_for(identity, "slipburst-segment");
  const SegmentRecord record = integrate_segment(c, height, stress, static_cast<bool>(output));
  const exec::SegmentResult& r = record.result;
  const ReducedModel model = reduce(c);
  const double energy = model.energy_eV_per_nm;
  if (base::failed(r.status)) {
    throw InputError(describe(SegmentFailure(model.segment_at(height, stress), r.status), model, c.numerics));
  }
  check_interrupt();
  if (r.max_speed * model.speed_over_ct > 1) {
    spdlog::warn("the line passes the transverse sound speed; the model has no relativistic limit");
  }
  if (output) write_segment_file(output.path(), c, height, stress, record, identity);
  print_report({{"height_nm", height},
                {"stress_MPa", stress / units::megapascal},
                {"reading", physics::name(c.reading)},
                {"reading_means", physics::description(c.reading)},
                {"crystal_above_gap_eV_per_nm", r.crystal_above * energy},
                {"film_above_gap_eV_per_nm", r.film_above * energy},
                {"crystal_eV_per_nm", (r.crystal_above + r.crystal_below) * energy},
                {"film_eV_per_nm", (r.film_above + r.film_below) * energy},
                {"turning_point_nm", r.turning_point * model.length_nm},
                {"max_speed_over_ct", r.max_speed * model.speed_over_ct},
                {"duration_ps", r.duration * model.time_ps},
                {"steps_accepted", r.steps_accepted},
                {"steps_rejected", r.steps_rejected},
                {"status", base::name(r.status)}},
               options.source.json);
}

}  // namespace slipburst::host
