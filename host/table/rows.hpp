#pragma once
/// \file Rows of constant stress: E* at the nodes of a quadrature along the height, and its cumulative mean.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/model/reduced_model.hpp"
#include "kernels/backend/backend.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/table/view.hpp"

namespace slipburst::host {

/// Share of the greatest energy, and the octaves below it, at which an energy that falls with the height counts as past
/// its peak, see Row::past_peak and log2_energy.
inline constexpr double end_share = 0.125, octaves_to_end = 3;
/// Octaves below the peak at which the continuation of log2_energy stands for zero energy.
inline constexpr double octaves_to_zero = octaves_to_end + 1 / math::ln2;

/// Energy over the peak energy that log2_energy stands for at this many octaves below the peak, past it; negative
/// beyond `octaves_to_zero`.
inline double share_past_peak(double octaves) { return end_share * (1 + (octaves_to_end - octaves) * math::ln2); }

/// One row of a table in the making. Heights and stresses are reduced.
struct Row {
  double stress, threshold;
  double base;                  ///< start of the first panel: the threshold, or lower if lines emit below it too
  std::vector<double> heights;  ///< ends of the quadrature panels, rising
  std::int64_t below = 0;       ///< nodes of the grid below heights[0], where no line emits

  /// Mean of E* over a line from the interface to each height, per channel.
  std::vector<double> mean[table::channels];
  /// E* at the middle of each panel, per channel.
  std::vector<double> middle[table::channels];
  /// Index of the greatest mean, per channel.
  std::size_t peak[table::channels] = {};

  /// Whether the mean up to height k has fallen below `end_share` of the greatest.
  bool past_peak(int channel, std::size_t k) const;

  /// Removes the nodes beyond a height, except the few that the cell around it needs.
  void end_at(double height);

  double middle_height(std::size_t k) const { return 0.5 * ((k > 0 ? heights[k - 1] : base) + heights[k]); }
};

/// log2(mean E* / stress), the quantity that a table interpolates, at a node of a row, counted from the grid's first.
/// Continued where Row::past_peak holds, so that it falls with the energy through zero and beyond: `octaves_to_zero`
/// below the peak the energy is zero, and lower it is negative.
double log2_energy(const Row& row, int channel, std::int64_t node);

/// Cost of integrating rows.
struct RowCost {
  std::int64_t segments = 0, failed = 0;
  double seconds = 0;  ///< inside the backend
};

/// Energies that a row holds.
enum class RowEnergy {
  sensed,  ///< above the gap, plus the case's share of the energy below it
  all      ///< of all frequencies; the mean then starts at the equilibrium distance
};

/// Integrates rows: three-point Gauss-Legendre panels, batch by batch through the backend, then each row summed
/// in order along the case's line shape.
/// \param poll  called between batches, if not empty; may throw to stop
/// \throws SegmentFailure naming the first segment that could not be integrated
void integrate_rows(kernels::Backend& backend, const Case& c, const ReducedModel& model, RowEnergy energy,
                    std::span<Row> rows, const std::function<void()>& poll, RowCost& cost);

}  // namespace slipburst::host
