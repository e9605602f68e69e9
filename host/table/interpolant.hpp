#pragma once
/// \file From rows at the nodes of a grid to the curves and cells of a table.

#include <span>

#include "host/table/grid.hpp"
#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// Fills curves, cells and nodes of `table` from the integrated TableGrid::node_rows().
void fill_interpolant(const TableGrid& grid, const SegmentCurves& curves, std::span<const Row> rows, Table& table);

/// Fills the nodes of all frequencies from the same rows, integrated with `all`.
void fill_all_frequencies(std::span<const Row> rows, Table& table);

}  // namespace slipburst::host
