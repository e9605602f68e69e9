#pragma once
/// \file Line energies at one stress as a function of the pin height alone, and its inverse.

#include <span>
#include <vector>

#include "host/quadrature/line_zone.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::host {

/// Energies of all lines at one stress, zone by zone of the height; units of heights and energies as in LineZone.
class LineSlice {
 public:
  /// Slice through a table's own interpolant, as the event kernel evaluates it at this stress (u = tau / tau*).
  static LineSlice of_table(const exec::EventModel& model, const table::Zones& table, double stress);

  /// \param upper  zone above the height where above-gap emission begins; empty if no draw reaches it
  explicit LineSlice(std::vector<LineZone> upper) : zones_(std::move(upper)) {}
  /// \param lower  zone below the upper one, at all frequencies
  /// \param lower_bits  log2 of the share of its energy that counts
  LineSlice(std::vector<LineZone> upper, LineZone lower, double lower_bits);

  /// Bits above which a line emits at all.
  double threshold_bits() const;
  /// Bits above which the line's fastest part passes the sound speed; infinite if none does.
  double supersonic_bits() const;
  /// Whether a channel's energy falls with the height at the end of a zone.
  bool falls(int channel) const;
  /// Heights at which a channel's energy is at least `log2_energy`, rising, in separate ranges; empty if it never is.
  std::vector<Heights> heights_above(int channel, double log2_energy) const;
  /// Whether bits_above() can be asked: one zone at most, in which a channel's energy rises throughout.
  bool rises(int channel) const;
  /// Bits above which a channel's energy is at least each of `log2_energies`, which rise; infinite where it never is.
  /// Precondition: rises(channel).
  void bits_above(int channel, std::span<const double> log2_energies, std::span<double> bits) const;
  /// Heights at which a channel's energy is negative, which lie beyond the peak of the film channel.
  std::vector<Heights> negative_heights(int channel) const;
  /// Mean of the negative energies over the draws that fit.
  double negative_mean(int channel, const Acceptance& acceptance) const;
  /// Mean of 2^(log2 energy) over the draws that fit, up to the highest possible draw.
  double mean_energy(int channel, const Acceptance& acceptance) const;

 private:
  std::vector<LineZone> zones_;  ///< by rising height, each ending where the next begins
};

}  // namespace slipburst::host
