#include "host/lines/line_balance.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "host/numerics/vector_quadrature.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"

namespace slipburst::host {
namespace {

constexpr int panels = 4;  // of each part of a line, with thirty nodes each

void add(ChannelBalance& sum, const ChannelBalance& at, double weight) {
  sum.radiation_force += weight * at.radiation_force;
  sum.mass_term += weight * at.mass_term;
  sum.near_interface += weight * at.near_interface;
}

}  // namespace

LineBalance line_balance(const PreparedCase& c, double pin_height_nm, double stress) {
  const ReducedModel& model = c.model();
  const exec::SegmentControls controls = segment_controls(c->numerics, exec::Extent::full);
  const double length_nm = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha).line_length(stress);
  const physics::LineShape& shape = c->pinning.shape;
  LineBalance line;
  line.nearest_nm = std::numeric_limits<double>::infinity();
  const auto add_at = [&](double position, double weight) {
    const double height_nm = pin_height_nm * shape.height(position);
    const EnergyBalance at = energy_balance(model, controls, c->film.burgers, height_nm, stress);
    if (base::failed(at.result.status)) {
      throw TableError(
          describe(SegmentFailure(model.segment_at(height_nm, stress), at.result.status), model, c->numerics));
    }
    add(line.crystal, at.crystal, weight * length_nm);
    add(line.film, at.film, weight * length_nm);
    line.work += weight * length_nm * at.work;
    line.radiated += weight * length_nm * at.radiated;
    if (at.result.turning_point > 0) {
      line.nearest_nm = std::min(line.nearest_nm, at.result.turning_point * model.length_nm);
    }
  };

  // Parts of the line: from the equilibrium distance, and from the start of above-gap emission, to the pin.
  const exec::Segment top = model.segment_at(pin_height_nm, stress);
  std::vector<double> starts;
  const auto start_at = [&](double height) {
    if (height < top.start) starts.push_back(shape.position(height / top.start));
  };
  start_at(model.segment.image / top.stress);
  if (model.segment.gap_distance > 0) start_at(SegmentCurves(model, c->numerics).gap_height(top.stress));
  std::ranges::sort(starts);
  starts.push_back(1);
  for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
    const double from = starts[i], length = starts[i + 1] - from;
    // In r = sqrt((s - from) / length) the energies start smoothly.
    std::vector<QuadratureNode> nodes;
    for (int panel = 0; panel < panels; ++panel) {
      add_gauss_nodes<30>(static_cast<double>(panel) / panels, static_cast<double>(panel + 1) / panels, nodes);
    }
    for (const auto& [r, weight] : nodes) add_at(from + length * r * r, 2 * r * length * weight);
  }
  return line;
}

}  // namespace slipburst::host
