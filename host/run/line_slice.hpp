#pragma once
/// \file Line energies at one stress as a function of the pin height alone, and its inverse.

#include <vector>

#include "host/run/line_zone.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::host {

/// The energies of all lines at one stress, zone by zone of the height; see LineZone for what heights and energies are
/// counted in.
class LineSlice {
 public:
  /// A slice through a table's own interpolant: what the event kernel sees at this stress (u = tau / tau*).
  static LineSlice of_table(const exec::EventModel& model, const table::Zones& table, double stress);

  /// \param upper  above the height where above-gap emission begins; none if no draw reaches it
  explicit LineSlice(std::vector<LineZone> upper) : zones_(std::move(upper)) {}
  /// \param lower  below it, at all frequencies  \param lower_bits  log2 of the share of that energy that counts
  LineSlice(std::vector<LineZone> upper, LineZone lower, double lower_bits);

  /// Bits above which a line emits at all.
  double threshold_bits() const;
  /// Bits above which the line's fastest part passes the sound speed; infinite if none does.
  double supersonic_bits() const;
  /// Bits above which a channel's energy is at least `log2_energy`; infinite if it never is.
  double bits_above(int channel, double log2_energy) const;
  /// Mean over the draws that fit, up to the highest there are, of 2^(log2 energy).
  double mean_energy(int channel, const Acceptance& acceptance) const;

 private:
  std::vector<LineZone> zones_;  ///< by rising height, each ending where the next begins
};

}  // namespace slipburst::host
