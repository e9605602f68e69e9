#include "host/lines/line_energy.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <vector>

#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"

namespace slipburst::host {

LineEnergy line_energy(const PreparedCase& c, double pin_height_nm, double stress,
                       std::optional<double> line_length_nm) {
  const ReducedModel& model = c.model();
  const physics::Pinning pinning = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha);
  LineEnergy line{line_length_nm.value_or(pinning.line_length(stress)), 0, 0, 0};
  const exec::Segment top = model.segment_at(pin_height_nm, stress);
  if (model.silent()) return line;
  const SegmentCurves curves(model, c->numerics);
  const double lowest = curves.lowest_height(top.stress);
  if (!(top.start > lowest)) return line;

  const double below = model.subgap_efficiency;
  const physics::LineShape& shape = c->pinning.shape;
  const exec::SegmentExecutor<double> execute(
      model.segment, segment_controls(c->numerics, below > 0 ? exec::Extent::full : exec::Extent::above_gap));
  const auto energy_at = [&](double s, int channel) {
    const exec::Segment segment{top.start * shape.height(s), top.stress};
    const exec::SegmentResult result = execute(segment);
    if (base::failed(result.status)) {
      throw TableError(describe(SegmentFailure(segment, result.status), model, c->numerics));
    }
    return channel == 0 ? result.crystal_above + below * result.crystal_below
                        : result.film_above + below * result.film_below;
  };
  // Below-gap energies start at the equilibrium distance, above-gap energies at the lowest height with above-gap
  // emission.
  std::vector<double> starts = {shape.position(lowest / top.start)};
  if (const double gap = curves.gap_height(top.stress); gap > lowest && gap < top.start) {
    starts.push_back(shape.position(gap / top.start));
  }
  const auto integral = [&](int channel) {
    double sum = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const double from = starts[i], length = (i + 1 < starts.size() ? starts[i + 1] : 1) - from;
      // In r = sqrt((s - from) / length) the energies start smoothly.
      const auto integrand = [&](double r) { return 2 * r * length * energy_at(from + length * r * r, channel); };
      double error = 0;
      sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(integrand, 0.0, 1.0, 8, 1e-8, &error);
      line.error_eV += error * line.line_length_nm * model.energy_eV_per_nm;
    }
    return sum * line.line_length_nm * model.energy_eV_per_nm;
  };
  line.crystal_above_gap_eV = integral(0);
  line.film_above_gap_eV = integral(1);
  return line;
}

}  // namespace slipburst::host
