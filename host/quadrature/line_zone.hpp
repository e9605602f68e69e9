#pragma once
/// \file Line energies at one stress within one zone of a table, as a function of the pin height alone.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "host/quadrature/acceptance.hpp"
#include "host/table/rows.hpp"
#include "slipburst/exec/event_executor.hpp"
#include "slipburst/table/view.hpp"

namespace slipburst::host {

/// Range of pin heights in bits, from the first up to the second.
using Heights = std::pair<double, double>;

/// Cubics of the height, cell by cell. Heights are in bits x = -log2(u) of the draw that gives them, so that
/// P(height above x) = 2^-x; energies on the table's log2 scale.
class LineZone {
 public:
  /// Zone of a table's interpolant, as the event kernel evaluates it at this stress (u = tau / tau*).
  /// Precondition: the stress is not below the table's first.
  static LineZone of_table(const exec::EventModel& model, const table::View& table, double stress);

  /// Cubics through an integrated row of nodes on `axis`, without a table.
  /// \param stress_over_tau_star  u of the row  \param supersonic  height / threshold height where v passes c_t
  static LineZone of_row(const exec::EventModel& model, const table::HeightAxis& axis, const table::StressAxis& stress,
                         double stress_over_tau_star, const Row& row, double supersonic);

  /// Ends the zone at `end` bits, and adds `shift` to its log2 energies.
  void limit(double end, double shift);

  /// Bits where the zone begins and ends.
  double begin() const { return begin_; }
  double end() const { return end_; }
  /// Bits above which the line's fastest part passes the sound speed; infinite if none does.
  double supersonic_bits() const { return supersonic_bits_; }
  /// Whether a channel's energy falls with the height at the end of the zone.
  bool falls(int channel) const;
  /// Appends the heights within the zone at which a channel's energy is at least `log2_energy`, rising. One range where
  /// energies rise with the height, more where the film channel falls; the last range ends with the zone.
  void add_heights_above(int channel, double log2_energy, std::vector<Heights>& heights) const;
  /// Whether a channel's energy rises with the height throughout.
  bool rises(int channel) const { return !dips_[channel]; }
  /// Bits above which a channel's energy is at least each of `log2_energies`, infinite where it never is.
  /// Preconditions: rises(channel); the energies rise.
  void bits_above(int channel, std::span<const double> log2_energies, std::span<double> bits) const;
  /// Appends the heights beyond the peak of a channel at which its energy is negative, see host::log2_energy.
  void add_negative_heights(int channel, std::vector<Heights>& heights) const;
  /// Mean of the negative energies over the draws that fit.
  double negative_mean(int channel, const Acceptance& acceptance) const;
  /// Mean of 2^(log2 energy) over the draws that fit, up to the highest possible draw.
  double mean_energy(int channel, const Acceptance& acceptance) const;

 private:
  static constexpr int terms = table::nodes_per_cell;
  using Cubic = std::array<double, terms>;

  /// A stretch of a piece in which a channel's energy rises or falls throughout.
  struct Stretch {
    std::size_t piece;
    double from, to;      ///< fractions of the piece
    double start, end;    ///< log2 energies at these fractions
    double greatest = 0;  ///< greatest log2 energy up to the end of the stretch
  };

  LineZone(const table::HeightAxis& axis, double offset, double spread, double threshold_bits)
      : axis_(axis), offset_(offset), spread_(spread), begin_(threshold_bits) {}

  void find_stretches();
  void cut_piece(int channel, std::size_t piece);
  /// Bits at which the energy passes `log2_energy` within a stretch. Precondition: its ends lie on both sides of it.
  double crossing(int channel, const Stretch& stretch, double log2_energy) const;
  /// Bits at the start of a stretch.
  double start_bits(const Stretch& stretch) const;
  double bits_at(std::size_t piece, double fraction) const;
  double fraction_at(std::size_t piece, double bits) const;

  table::HeightAxis axis_;
  double offset_, spread_, begin_, end_ = std::numeric_limits<double>::infinity(), supersonic_bits_ = 0;
  std::int64_t first_cell_ = 0;  ///< height cell of the first piece, which holds the threshold
  std::vector<Cubic> pieces_[table::channels];
  std::vector<Stretch> stretches_[table::channels];
  bool dips_[table::channels] = {};  ///< whether the energy falls anywhere
  double last_fraction_ = 1;         ///< fraction of the last piece at which the zone ends
};

}  // namespace slipburst::host
