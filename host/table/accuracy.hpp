#pragma once
/// \file A table against direct evaluation between its nodes.

#include <span>

#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

struct TableErrors {
  TableAccuracy total;
  double in_height = 0, in_stress = 0;  ///< of the interpolation along one axis alone
  bool near_corner = false;             ///< the worst point lies where cells are cut evenly around tau*
};

/// Compares a table, where E_tot > 1e-3 eV at alpha = 1 and 1e-3 of the other channel's, with the integrated
/// TableGrid::check_rows(), row by row up to where the model has ended: the height where, far above the sound speed,
/// the film channel stops rising; in elastorelativistic dynamics that whose first fall ends a tenth of the Burgers
/// vector from the interface.
TableErrors compare(const Case& c, const ReducedModel& model, const SegmentCurves& curves, const Table& table,
                    std::span<const Row> checks);

}  // namespace slipburst::host
