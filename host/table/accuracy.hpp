#pragma once
/// \file Errors of a table against direct evaluation between its nodes.

#include <span>

#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

struct TableErrors {
  TableAccuracy total;
  double in_height = 0, in_stress = 0;  ///< errors of the interpolation along one axis alone
  bool near_corner = false;             ///< the worst point lies in the cells of equal width around tau*
};

/// Compares a table with the integrated TableGrid::check_rows(), at points with E_tot > 1e-3 eV at alpha = 1 and more
/// than 1e-3 of the other channel's energy. Each row is compared up to the end of the model: the height at which, far
/// above the sound speed, the film channel stops rising; in elastorelativistic dynamics the height whose first fall
/// ends a tenth of the Burgers vector from the interface.
TableErrors compare(const Case& c, const ReducedModel& model, const SegmentCurves& curves, const Table& table,
                    std::span<const Row> checks);

}  // namespace slipburst::host
