#pragma once
/// \file Curves and cells of a table, from rows at the nodes of a grid.

#include <span>

#include "host/table/grid.hpp"
#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// Fills curves, cells and nodes of `table` from the integrated TableGrid::node_rows().
void fill_interpolant(const TableGrid& grid, const SegmentCurves& curves, std::span<const Row> rows, Table& table);

/// Fills the all-frequency means at the nodes from the same rows, integrated with RowEnergy::all.
void fill_all_frequencies(std::span<const Row> rows, Table& table);

}  // namespace slipburst::host
