#include "host/table/accuracy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/table/grid.hpp"
#include "host/table/interpolation.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double checked_energy_eV = 1e-3;
constexpr double checked_share = 1e-3;  // of the other channel's energy: overdamped lines emit hardly any into the film
constexpr double checked_bits = 65;     // 2^-65 of all pins are higher
constexpr double min_distance = 0.1;    // Burgers vectors: nearer to the interface a dislocation is not a line
constexpr int check_panels = 2 * nodes_before_next;  // panels of a check row in one height cell

/// Error of the interpolation along the height alone, at an odd node of a check row.
double height_error(const Row& row, int channel, std::int64_t node) {
  const std::int64_t first = node / check_panels * check_panels;
  if (first < row.below) return 0;
  std::array<double, table::nodes_per_cell> values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = log2_energy(row, channel, first + 2 * static_cast<std::int64_t>(i));
  }
  const double fraction = static_cast<double>(node - first) / check_panels;
  return std::abs(evaluate(monomials(cubic_nodes, values), fraction) - log2_energy(row, channel, node)) * math::ln2;
}

/// Greatest height at which a row is compared: where, far above the sound speed, the film energy stops rising.
double checked_height(const Case& c, const ReducedModel& model, const SegmentCurves& curves, const Row& row) {
  const double limit = row.heights.back();
  // No line is supersonic in elastorelativistic dynamics. Nearest to the interface, lines nearly as fast as sound
  // rebound ever higher, and within a few per cent of the height the film channel breaks down.
  if (model.segment.sound_square > 0) {
    return curves.reaching_height(row.stress, min_distance * c.film.burgers / model.length_nm, limit);
  }
  const double sonic = curves.supersonic_height(row.stress, limit);
  for (std::size_t i = 0; i < row.heights.size(); ++i) {
    if (row.heights[i] > sonic && row.middle[1][i] < row.mean[1][i]) return i > 0 ? row.heights[i - 1] : 0;
  }
  return limit;
}

void compare_row(const Row& row, const ReducedModel& model, double line_eV, double checked, const Table& table,
                 TableErrors& errors) {
  const table::View view = table.upper();
  const table::StressAxis::Place place = table.stress_axis.locate(row.stress / model.gap_stress);
  const double ratio = view.threshold_ratio(place.cell, place.fraction);
  const double highest = std::min(checked, checked_bits * math::ln2 * table.range.height_scale * row.stress);
  // The last node is the far edge of the last cell and belongs to the next cell.
  for (std::size_t i = 0; i + 1 < row.heights.size(); ++i) {
    const double height = row.heights[i];
    if (height > highest) break;
    const auto z = static_cast<float>(height * ratio / row.stress - 1);
    if (!(z > 0)) continue;
    const table::Energies tabulated =
        view.energies({static_cast<std::int32_t>(place.cell), static_cast<float>(place.fraction),
                       static_cast<float>(place.spread), z});
    const std::int64_t node = row.below + static_cast<std::int64_t>(i);
    for (int channel = 0; channel < table::channels; ++channel) {
      const double mean = row.mean[channel][i], other = row.mean[1 - channel][i];
      if (!(line_eV * mean > checked_energy_eV) || !(mean > checked_share * other) || row.past_peak(channel, i))
        continue;
      const double error =
          std::abs(static_cast<double>(tabulated.log2_energy[channel]) - log2_energy(row, channel, node)) * math::ln2;
      ++errors.total.points;
      if (!(error <= errors.total.max_relative_error)) {
        errors.total.max_relative_error = error == error ? error : std::numeric_limits<double>::infinity();
        errors.total.worst_height_nm = height * model.length_nm;
        errors.total.worst_stress_MPa = row.stress * model.stress_unit / units::megapascal;
        errors.near_corner = place.spread < 4 * table.stress_axis.offset();
      }
      if (node % 2 == 0) {
        errors.in_stress = std::max(errors.in_stress, error);
      } else {
        errors.in_height = std::max(errors.in_height, height_error(row, channel, node));
      }
    }
  }
}

}  // namespace

TableErrors compare(const Case& c, const ReducedModel& model, const SegmentCurves& curves, const Table& table,
                    std::span<const Row> checks) {
  const physics::Pinning pinning = pinned_lines(c.film, c.pinning.spacing, 1);  // alpha = 1
  TableErrors errors;
  for (const Row& row : checks) {
    const double line_eV = pinning.line_length(row.stress * model.stress_unit) * model.energy_eV_per_nm;
    compare_row(row, model, line_eV, checked_height(c, model, curves, row), table, errors);
  }
  return errors;
}

}  // namespace slipburst::host
