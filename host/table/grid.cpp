#include "host/table/grid.hpp"

#include <algorithm>

#include "host/table/interpolation.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::host {
namespace {

/// Greatest relative height z = h / h_thr - 1 that a draw can reach; negative if it is below the threshold height.
double reachable(const SegmentCurves& curves, const TableRange& range, double stress) {
  const double highest = random::max_bits * math::ln2 * range.height_scale * stress;
  return std::min(highest, range.max_height) / curves.threshold_height(stress) - 1;
}

}  // namespace

std::optional<double> first_emitting_stress(const SegmentCurves& curves, const TableRange& range) {
  const auto excess = [&](double log2_stress) { return reachable(curves, range, math::exp2(log2_stress)); };
  const double high = math::log2(range.max_stress);
  const double at_high = excess(high);
  if (!(at_high > 0)) return {};
  double low = high, at_low = at_high;
  while (at_low > 0) {
    low -= 0.5;
    at_low = excess(low);
  }
  // A little below the root, so that lower stresses certainly cannot emit.
  return 0.999 * math::exp2(math::find_root(excess, low, high, at_low, at_high, 1e-6));
}

TableGrid::TableGrid(const ReducedModel& model, const SegmentCurves& curves, const TableRange& range,
                     double first_stress, const TableResolution& resolution, Reach reach)
    : model_(model),
      curves_(curves),
      stress_axis_(first_stress / model.gap_stress, range.max_stress / model.gap_stress, resolution.octave,
                   resolution.stress_bits),
      first_height_octave_(resolution.octave) {
  const double offset = stress_axis_.offset();
  // The lowest scaled height belongs to z = 0 at the greatest spread, which lies at either end of the stress axis.
  const double widest =
      std::max(stress_axis_.locate(stress_axis_.first()).spread, stress_axis_.locate(stress_axis_.last()).spread);
  while (math::exp2(static_cast<double>(first_height_octave_)) * widest > offset) --first_height_octave_;
  height_axis_ = table::HeightAxis(first_height_octave_, resolution.height_cells);
  for (std::int64_t cell = 0; cell < stress_axis_.cells(); ++cell) {
    const auto max_of = [&](const auto& relative_height) {
      double greatest = 0;
      for (const double fraction : {0.0, 1.0}) {
        const double stress = stress_at(cell, fraction);
        const double z = std::max(relative_height(stress), offset);
        greatest = std::max(greatest, (z * (1 + 1e-4) + offset) / spread(stress));
      }
      return greatest;
    };
    double greatest = max_of([&](double stress) { return reachable(curves, range, stress); });
    if (reach == Reach::gap) {
      // The reach of draws rises with the stress and the relative gap height falls: inside the cell the lower of both
      // may exceed its values at the ends.
      greatest = std::min(greatest, max_of([&](double stress) {
                            return curves.gap_height(stress) / curves.threshold_height(stress) - 1;
                          }));
    }
    reach_.push_back(height_axis_.cell_of(greatest) + 1);
    height_cells_ = std::max(height_cells_, reach_.back());
  }
}

double TableGrid::stress_at(std::int64_t stress_cell, double fraction) const {
  return model_.gap_stress * stress_axis_.value(stress_cell, fraction);
}

double TableGrid::spread(double stress) const { return stress_axis_.locate(stress / model_.gap_stress).spread; }

Row TableGrid::row(double stress, std::int64_t cells, int parts) const {
  const double offset = stress_axis_.offset(), threshold = curves_.threshold_height(stress);
  Row row{stress, threshold, threshold, {}, 0, {}, {}};
  if (model_.mixed()) row.base = std::max(model_.segment.image / stress, threshold * (1 - offset));
  const double base = row.base / threshold - 1;
  const int panels = nodes_before_next * parts;
  for (std::int64_t k = 0; k <= cells * panels; ++k) {
    const double q = k == cells * panels ? height_axis_.value(cells - 1, 1)
                                         : height_axis_.value(k / panels, static_cast<double>(k % panels) / panels);
    const double z = q * spread(stress) - offset;
    // A panel much narrower than a cell would only add noise.
    if (z - base < 1e-3 * offset) {
      ++row.below;
    } else {
      row.heights.push_back(row.threshold * (1 + z));
    }
  }
  return row;
}

std::vector<Row> TableGrid::node_rows() const {
  std::vector<Row> rows;
  for (std::int64_t cell = 0; cell < stress_cells(); ++cell) {
    for (int j = 0; j < nodes_before_next; ++j) {
      const std::int64_t before = cell > 0 && j == 0 ? reach(cell - 1) : 0;
      rows.push_back(row(stress_at(cell, cubic_nodes[static_cast<std::size_t>(j)]), std::max(before, reach(cell)), 1));
    }
  }
  rows.push_back(row(stress_at(stress_cells() - 1, 1), reach_.back(), 1));
  return rows;
}

Row TableGrid::row_at(double stress) const {
  return row(stress, reach(stress_axis_.locate(stress / model_.gap_stress).cell), 1);
}

std::vector<Row> TableGrid::check_rows() const {
  std::vector<Row> rows;
  for (std::int64_t cell = 0; cell < stress_cells(); ++cell) {
    rows.push_back(row(stress_at(cell, cell % 2 == 0 ? 1.0 / 6 : 5.0 / 6), reach(cell), 2));
  }
  return rows;
}

}  // namespace slipburst::host
