#pragma once
/// \file Nodes of a table: its two axes, and the height that each stress has to reach.

#include <cstdint>
#include <optional>
#include <vector>

#include "host/model/reduced_model.hpp"
#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// Number of nodes of a cell along each axis, without the last one, which belongs to the next cell.
inline constexpr int nodes_before_next = table::nodes_per_cell - 1;

/// Reduced stress below which not even the highest pin of a range emits; empty if no stress of the range emits.
std::optional<double> first_emitting_stress(const SegmentCurves& curves, const TableRange& range);

/// Upper limit of the heights of a grid.
enum class Reach {
  draws,  ///< greatest pin height that can be drawn
  gap     ///< as `draws`, but not beyond the height at which above-gap emission begins
};

class TableGrid {
 public:
  /// \param model, curves  must outlive the grid
  TableGrid(const ReducedModel& model, const SegmentCurves& curves, const TableRange& range, double first_stress,
            const TableResolution& resolution, Reach reach = Reach::draws);

  const table::StressAxis& stress_axis() const { return stress_axis_; }
  const table::HeightAxis& height_axis() const { return height_axis_; }
  int first_height_octave() const { return first_height_octave_; }
  std::int64_t stress_cells() const { return static_cast<std::int64_t>(reach_.size()); }
  std::int64_t height_cells() const { return height_cells_; }

  /// Height cells that draws can reach within a stress cell.
  std::int64_t reach(std::int64_t stress_cell) const { return reach_[static_cast<std::size_t>(stress_cell)]; }
  /// Reduced stress at a fraction of a stress cell.
  double stress_at(std::int64_t stress_cell, double fraction) const;

  /// Rows at the nodes of the stress cells, `nodes_before_next` per cell and one at the end.
  std::vector<Row> node_rows() const;
  /// Row at any stress on the axis, up to the height that draws reach there.
  Row row_at(double stress) const;
  /// One row within each stress cell, near where a cubic errs most, with twice the nodes in height.
  std::vector<Row> check_rows() const;

 private:
  double spread(double stress) const;
  /// A row up to the end of a height cell, with `parts` panels between neighbouring nodes.
  Row row(double stress, std::int64_t cells, int parts) const;

  const ReducedModel& model_;
  const SegmentCurves& curves_;
  table::StressAxis stress_axis_;
  table::HeightAxis height_axis_;
  int first_height_octave_;
  std::int64_t height_cells_ = 0;
  std::vector<std::int64_t> reach_;
};

}  // namespace slipburst::host
