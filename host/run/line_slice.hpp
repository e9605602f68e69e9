#pragma once
/// \file Line energies at one stress as a function of the pin height alone, and its inverse.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "host/run/acceptance.hpp"
#include "host/table/rows.hpp"
#include "slipburst/exec/event_executor.hpp"
#include "slipburst/table/view.hpp"

namespace slipburst::host {

/// The energies of all lines at one stress, piece by piece of the height axis. Heights are in bits x = -log2(u) of the
/// draw that gives them, so that P(height above x) = 2^-x; energies on the table's log2 scale.
class LineSlice {
 public:
  /// A slice through a table's own interpolant: what the event kernel sees at this stress (u = tau / tau*).
  static LineSlice of_table(const exec::EventModel& model, const table::View& table, double stress);

  /// Cubics through an integrated row of nodes on `axis`, without a table.
  /// \param stress_over_tau_star  u of the row  \param supersonic  height / threshold height where v passes c_t
  static LineSlice of_row(const exec::EventModel& model, const table::HeightAxis& axis, const table::StressAxis& stress,
                          double stress_over_tau_star, const Row& row, double supersonic);

  /// Bits above which a line emits at all.
  double threshold_bits() const { return threshold_bits_; }
  /// Bits above which the line's fastest part passes the sound speed; infinite if none does.
  double supersonic_bits() const { return supersonic_bits_; }
  /// Bits above which a channel's energy is at least `log2_energy`; infinite if it never is. Energies rise with height
  /// except far beyond the sound speed, where the first crossing is taken.
  double bits_above(int channel, double log2_energy) const;
  /// Mean over the draws that fit, up to the highest there are, of 2^(log2 energy).
  double mean_energy(int channel, const Acceptance& acceptance) const;

 private:
  static constexpr int terms = table::nodes_per_cell;
  using Cubic = std::array<double, terms>;

  LineSlice(const table::HeightAxis& axis, double offset, double spread, double threshold_bits)
      : axis_(axis), offset_(offset), spread_(spread), threshold_bits_(threshold_bits) {}

  void finish();
  double bits_at(std::size_t piece, double fraction) const;

  table::HeightAxis axis_;
  double offset_, spread_, threshold_bits_, supersonic_bits_ = 0;
  std::int64_t first_cell_ = 0;  ///< height cell of the first piece, the one that holds the threshold
  std::vector<Cubic> pieces_[table::channels];
  std::vector<double> greatest_[table::channels];  ///< greatest log2 energy up to the end of each piece
};

}  // namespace slipburst::host
