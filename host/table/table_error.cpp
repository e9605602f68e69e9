#include "host/table/table_error.hpp"

#include <cstdio>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

const char* remedy(base::Status status, const Numerics& numerics) {
  if (status == base::Status::step_budget) return "raise numerics.step_budget or loosen numerics.relative_tolerance";
  if (numerics.mode == StepMode::fixed) return "use numerics.mode = \"adaptive\", or lower numerics.fixed_step";
  return numerics.precision == exec::Precision::fp32
             ? "loosen numerics.relative_tolerance, or use numerics.precision = \"fp64\""
             : "loosen numerics.relative_tolerance";
}

}  // namespace

std::string describe(const SegmentFailure& failure, const ReducedModel& model, const Numerics& numerics) {
  char where[96];
  std::snprintf(where, sizeof where, "height %.4g nm, stress %.4g MPa", failure.segment().start * model.length_nm,
                failure.segment().stress * model.stress_unit / units::megapascal);
  return std::string("the segment at ") + where + " failed: " + base::name(failure.status()) + "; " +
         remedy(failure.status(), numerics);
}

}  // namespace slipburst::host
