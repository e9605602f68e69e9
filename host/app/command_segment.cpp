#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

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
#include "host/results/segment_result.hpp"
#include "host/table/table_error.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

struct SegmentOptions {
  CaseOptions source;
  std::string height, stress, output;
  bool overwrite = false;
};

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
  const ReducedModel& model = c.model();
  if (base::failed(record.result.status)) {
    throw InputError(
        describe(SegmentFailure(model.segment_at(height, stress), record.result.status), model, c->numerics));
  }
  check_interrupt();
  if (record.result.max_speed * model.speed_over_ct > 1) {
    spdlog::warn("the line passes the transverse sound speed; the model has no relativistic limit");
  }
  const EnergyBalance balance =
      energy_balance(model, segment_controls(c->numerics, exec::Extent::full), c->film.burgers, height, stress);
  const SegmentOutcome outcome{height, stress, c->film.burgers, model, record, static_cast<bool>(output), balance};
  if (outcome.inside_core()) warn_inside_core(outcome.turning_point_nm(), c->film.burgers);
  if (output) write_segment_file(output.path(), c, outcome, identity);
  Report report;
  append_fields(report, segment_fields(), outcome);
  append_case(report, c);
  print_report(report, options.source.json);
}

}  // namespace

void add_segment(CLI::App& app) {
  const auto options = std::make_shared<SegmentOptions>();
  CLI::App& segment = *app.add_subcommand("segment", "integrate one dislocation segment to its rest");
  add_case_options(segment, options->source);
  segment.add_option("--height", options->height, "release height above the interface, \"50 nm\"")->required();
  segment.add_option("--stress", options->stress, "resolved shear stress, \"45 MPa\"")->required();
  add_output_options(segment, options->output, options->overwrite);
  segment.callback([options] { run_segment(*options); });
}

}  // namespace slipburst::host
