#pragma once
/// \file Rows of constant stress: E* at the nodes of a quadrature along the height, and its cumulative mean.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/model/reduced_model.hpp"
#include "slipburst/table/view.hpp"

namespace slipburst::host {

/// One row of a table in the making. Heights and stresses are reduced.
struct Row {
  double stress, threshold;
  double base;                  ///< where the first panel begins: the threshold, or below it where lines emit there too
  std::vector<double> heights;  ///< ends of the quadrature panels, rising
  std::int64_t below = 0;       ///< nodes of the grid that lie under heights[0], where nothing emits

  /// Mean of E* over a line from the interface to each height, per channel.
  std::vector<double> mean[table::channels];
  /// E* at the middle of each panel.
  std::vector<double> middle[table::channels];

  /// Leaves out the nodes beyond a height but the few that a cell around it needs.
  void end_at(double height);

  double middle_height(std::size_t k) const { return 0.5 * ((k > 0 ? heights[k - 1] : base) + heights[k]); }
};

/// log2(mean E* / stress) at a node of a row, counted from the grid's first: what a table interpolates.
double log2_energy(const Row& row, int channel, std::int64_t node);

/// What integrating rows has cost.
struct RowCost {
  std::int64_t segments = 0, failed = 0;
  double seconds = 0;  ///< inside the backend
};

/// Which energies a row holds.
enum class RowEnergy {
  sensed,  ///< above the gap, and the case's share of what is below
  all      ///< of all frequencies; the mean then starts at the equilibrium distance
};

/// Integrates rows: three-point Gauss-Legendre panels, batch by batch through the backend, then each row summed
/// in order along the case's line shape.
/// \param poll  called between batches, if not empty; may throw to stop
/// \throws SegmentFailure naming the first segment that could not be integrated
void integrate_rows(Backend& backend, const Case& c, const ReducedModel& model, RowEnergy energy, std::span<Row> rows,
                    const std::function<void()>& poll, RowCost& cost);

}  // namespace slipburst::host
