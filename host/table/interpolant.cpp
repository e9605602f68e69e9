#include "host/table/interpolant.hpp"

#include <limits>

#include "host/table/interpolation.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::host {
namespace {

std::size_t row_of(std::int64_t stress_cell, std::size_t node) {
  return static_cast<std::size_t>(stress_cell) * nodes_before_next + node;
}

void fill_curves(const TableGrid& grid, const SegmentCurves& curves, std::span<const Row> rows, Table& table) {
  const double limit = random::max_bits * table.range.height_scale * table.range.max_stress;
  table.nodes.supersonic_height.clear();
  for (const Row& row : rows) {
    table.nodes.supersonic_height.push_back(curves.supersonic_height(row.stress, limit));
  }
  table.threshold.clear();
  table.supersonic.clear();
  for (std::int64_t cell = 0; cell < grid.stress_cells(); ++cell) {
    std::array<double, table::threshold_terms> ratio;
    for (std::size_t j = 0; j < ratio.size(); ++j) {
      const double stress = grid.stress_at(cell, quintic_nodes[j]);
      ratio[j] = stress / curves.threshold_height(stress);
    }
    std::array<double, table::supersonic_terms> supersonic;
    for (std::size_t j = 0; j < supersonic.size(); ++j) {
      supersonic[j] = rows[row_of(cell, j)].threshold / table.nodes.supersonic_height[row_of(cell, j)];
    }
    ratio = monomials(quintic_nodes, ratio);
    supersonic = monomials(cubic_nodes, supersonic);
    table.threshold.insert(table.threshold.end(), ratio.begin(), ratio.end());
    for (const double term : supersonic) table.supersonic.push_back(static_cast<float>(term));
  }
}

/// Fills one channel of one cell: cubics in height at the four stress nodes, then cubics in stress of their
/// coefficients.
void fill_cell(std::span<const Row> rows, std::int64_t height_cell, int channel, table::Cell& cell) {
  std::array<std::array<double, table::nodes_per_cell>, table::nodes_per_cell> in_height;  // [stress node][power]
  for (std::size_t j = 0; j < in_height.size(); ++j) {
    std::array<double, table::nodes_per_cell> values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = log2_energy(rows[j], channel, height_cell * nodes_before_next + static_cast<std::int64_t>(i));
    }
    in_height[j] = monomials(cubic_nodes, values);
  }
  for (std::size_t i = 0; i < in_height.size(); ++i) {
    std::array<double, table::nodes_per_cell> values;
    for (std::size_t j = 0; j < values.size(); ++j) values[j] = in_height[j][i];
    const auto in_stress = monomials(cubic_nodes, values);
    for (std::size_t j = 0; j < values.size(); ++j) cell.coefficient[j][i][channel] = static_cast<float>(in_stress[j]);
  }
}

void fill_cells(const TableGrid& grid, std::span<const Row> rows, Table& table) {
  table.cells.assign(static_cast<std::size_t>(grid.stress_cells() * grid.height_cells()), {});
  for (std::int64_t s = 0; s < grid.stress_cells(); ++s) {
    for (std::int64_t h = 0; h < grid.reach(s); ++h) {
      table::Cell& cell = table.cells[static_cast<std::size_t>(s * grid.height_cells() + h)];
      for (int channel = 0; channel < table::channels; ++channel) {
        fill_cell(rows.subspan(row_of(s, 0), table::nodes_per_cell), h, channel, cell);
      }
    }
  }
}

/// Two-dimensional array of a value at the nodes of all rows, [row][column]; quiet NaN where a row has no node.
template <class Value>
std::vector<double> gather(std::span<const Row> rows, std::int64_t columns, const Value& value) {
  const auto width = static_cast<std::size_t>(columns);
  std::vector<double> array(rows.size() * width, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto first = r * width + static_cast<std::size_t>(rows[r].below);
    for (std::size_t k = 0; k < rows[r].heights.size(); ++k) array[first + k] = value(rows[r], k);
  }
  return array;
}

void fill_nodes(const TableGrid& grid, std::span<const Row> rows, TableNodes& nodes) {
  nodes.columns = grid.height_cells() * nodes_before_next + 1;
  nodes.stress.clear();
  nodes.threshold_height.clear();
  for (const Row& row : rows) {
    nodes.stress.push_back(row.stress);
    nodes.threshold_height.push_back(row.threshold);
  }
  nodes.height = gather(rows, nodes.columns, [](const Row& row, std::size_t k) { return row.heights[k]; });
  nodes.segment_height =
      gather(rows, nodes.columns, [](const Row& row, std::size_t k) { return row.middle_height(k); });
  for (int channel = 0; channel < table::channels; ++channel) {
    nodes.mean_energy[channel] =
        gather(rows, nodes.columns, [&](const Row& row, std::size_t k) { return row.mean[channel][k]; });
    nodes.segment_energy[channel] =
        gather(rows, nodes.columns, [&](const Row& row, std::size_t k) { return row.middle[channel][k]; });
  }
}

}  // namespace

void fill_interpolant(const TableGrid& grid, const SegmentCurves& curves, std::span<const Row> rows, Table& table) {
  table.stress_axis = grid.stress_axis();
  table.height_axis = grid.height_axis();
  table.first_height_octave = grid.first_height_octave();
  table.stress_cells = grid.stress_cells();
  table.height_cells = grid.height_cells();
  fill_curves(grid, curves, rows, table);
  fill_cells(grid, rows, table);
  fill_nodes(grid, rows, table.nodes);
}

void fill_all_frequencies(std::span<const Row> rows, Table& table) {
  for (int channel = 0; channel < table::channels; ++channel) {
    table.nodes.mean_energy_all[channel] =
        gather(rows, table.nodes.columns, [&](const Row& row, std::size_t k) { return row.mean[channel][k]; });
  }
}

}  // namespace slipburst::host
