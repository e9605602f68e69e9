#pragma once
/// \file Single segments in physical units.

#include "host/model/reduced_model.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::testing {

/// Results of one segment: eV/nm, nm, v/c.
struct SegmentOutcome {
  double crystal_above, film_above, crystal_total, film_total, turning_point_nm, max_speed_over_c;
  exec::SegmentResult reduced;
};

/// Integrates the segment released at `height_nm` under `stress_MPa`, with the case's numerics.
/// \tparam Detailed  finds the greatest speed between steps too
template <class Real = double, bool Detailed = true>
SegmentOutcome run_segment(const host::Case& c, double height_nm, double stress_MPa,
                           exec::Extent extent = exec::Extent::full) {
  const host::ReducedModel model = host::reduce(c);
  const exec::SegmentExecutor<Real, Detailed> execute(model.segment, host::segment_controls(c.numerics, extent));
  const exec::SegmentResult result = execute(model.segment_at(height_nm, stress_MPa * units::megapascal));
  const double unit = model.energy_eV_per_nm;
  return {result.crystal_above * unit,
          result.film_above * unit,
          (result.crystal_above + result.crystal_below) * unit,
          (result.film_above + result.film_below) * unit,
          result.turning_point * model.length_nm,
          result.max_speed * model.speed_over_ct,
          result};
}

}  // namespace slipburst::testing
