#include "host/run/line_energy.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "host/model/reduced_model.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"

namespace slipburst::host {

LineEnergy line_energy(const Case& c, double pin_height_nm, double stress) {
  const ReducedModel model = reduce(c.film, c.substrate, c.reading);
  const physics::Pinning pinning = pinned_lines(c.film, c.pinning.spacing, c.pinning.alpha);
  LineEnergy line{pinning.line_length(stress), 0, 0, 0};
  const exec::Segment top = model.segment_at(pin_height_nm, stress);
  if (model.silent()) return line;
  const double threshold = SegmentCurves(model, c.numerics).threshold_height(top.stress);
  if (!(top.start > threshold)) return line;

  const exec::SegmentExecutor<double> execute(model.segment, segment_controls(c.numerics, exec::Extent::above_gap));
  const auto channel = [&](double exec::SegmentResult::*energy) {
    // In s = sqrt((h - h_thr) / (h_max - h_thr)) the energies start smoothly.
    const double range = top.start - threshold;
    const auto integrand = [&](double s) {
      const exec::Segment segment{threshold + range * s * s, top.stress};
      const exec::SegmentResult result = execute(segment);
      if (base::failed(result.status)) {
        throw TableError(describe(SegmentFailure(segment, result.status), model, c.numerics));
      }
      return 2 * s * result.*energy;
    };
    double error = 0;
    const double integral =
        boost::math::quadrature::gauss_kronrod<double, 31>::integrate(integrand, 0.0, 1.0, 8, 1e-8, &error);
    const double scale = line.line_length_nm * model.energy_eV_per_nm * range / top.start;
    line.error_eV += error * scale;
    return integral * scale;
  };
  line.crystal_above_gap_eV = channel(&exec::SegmentResult::crystal_above);
  line.film_above_gap_eV = channel(&exec::SegmentResult::film_above);
  return line;
}

}  // namespace slipburst::host
