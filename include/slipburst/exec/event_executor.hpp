#pragma once
/// \file One thread's work on one relaxation event: from random words to energies and histogram slots.

#include <cmath>
#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/strata.hpp"
#include "slipburst/random/streams.hpp"
#include "slipburst/table/zones.hpp"
#include "slipburst/tally/histogram.hpp"

namespace slipburst::exec {

inline constexpr int max_thresholds = 16;

/// The grains that lines lie in: lognormal sizes, as a dislocation sees them. Lengths are in units of the pin height
/// per (x u), see EventModel.
struct Grains {
  bool limit;  ///< whether grains limit the lines
  double log2_median, log2_sigma;
  double line;  ///< length of the pinned line times u
};

/// Parameters of a case for the event kernel. All steps after -log2(u) stay in logarithms to base 2.
struct EventModel {
  double max_stress;  ///< (sigma0/2) / tau*
  double
      height_per_bit;  ///< relative threshold height per bit of -log2(u): h_max / h_thr = x height_per_bit ratio(tau)
  double thickness_bits;  ///< x u beyond which the pin height exceeds the film; infinite without a surface
  Grains grains;
  tally::LogBins bins;              ///< applied to the table's log2 energies, the case's scale folded in
  tally::LogBins plane;             ///< bins of both axes, crystal and film energy; no bins: no plane
  std::int32_t thresholds;          ///< number of threshold energies with counters of their own
  float threshold[max_thresholds];  ///< threshold energies on the table's log2 scale
};

/// Counts of one run of events; 64 bits each, so that no sum depends on its order.
///
/// One flat array: [channel][speed: below, above c][slot], then [channel][threshold], then one for rejected pins, then
/// [crystal slot][film slot] of the plane.
struct TallyLayout {
  std::int32_t slots, thresholds, plane_slots;

  SLIPBURST_FUNCTION explicit TallyLayout(const EventModel& model)
      : slots(model.bins.slots()),
        thresholds(model.thresholds),
        plane_slots(model.plane.bins > 0 ? model.plane.slots() : 0) {}

  SLIPBURST_FUNCTION std::int64_t slot(int channel, bool supersonic, std::int32_t s) const {
    return (static_cast<std::int64_t>(channel) * 2 + (supersonic ? 1 : 0)) * slots + s;
  }
  SLIPBURST_FUNCTION std::int64_t threshold(int channel, std::int32_t t) const {
    return static_cast<std::int64_t>(table::channels) * 2 * slots + static_cast<std::int64_t>(channel) * thresholds + t;
  }
  SLIPBURST_FUNCTION std::int64_t rejected() const { return threshold(table::channels, 0); }
  /// Precondition: the model has a plane.
  SLIPBURST_FUNCTION std::int64_t plane(std::int32_t crystal, std::int32_t film) const {
    return rejected() + 1 + static_cast<std::int64_t>(crystal) * plane_slots + film;
  }
  SLIPBURST_FUNCTION std::int64_t size() const { return plane(plane_slots, 0); }
};

/// A pinned dislocation: x = -log2(r) sets the pin height, with r uniform on (0, 1]; u = tau / tau* is the stress.
struct Dislocation {
  double bits, stress;
};

/// Steps of one event, separate so that a CPU can run each step over a block of events.
/// \tparam Table  table::View, or table::Zones
template <class Table>
class EventExecutor {
 public:
  SLIPBURST_FUNCTION EventExecutor(const EventModel& model, const Table& table)
      : max_stress_(model.max_stress),
        height_per_bit_(model.height_per_bit),
        thickness_bits_(model.thickness_bits),
        grains_(model.grains),
        table_(table) {}

  /// Orientation, Romani (2024), Eqs. (13)-(14): tau = (sigma0/2)(1 - w^2), w uniform, is exact. Pin height, Eqs. (12),
  /// (28): h_max = -ln(u) tau / (rho_D alpha mu_f b).
  SLIPBURST_FUNCTION Dislocation draw(const random::Words& words,
                                      const random::Stratum& stratum = random::unstratified()) const {
    const double r = random::uniform64(words.word[0], words.word[1]);
    const double bits = stratum.bits - math::log2(math::fused(stratum.scale, r, stratum.shift));
    const double w = random::uniform32(words.word[2]);
    return {math::capped(bits, random::max_bits), max_stress_ * math::fused(-w, w, 1.0)};
  }

  SLIPBURST_FUNCTION bool too_high(const Dislocation& d) const { return d.bits * d.stress > thickness_bits_; }
  /// Whether the film has a surface, which limits the pin heights.
  bool has_surface() const { return std::isfinite(thickness_bits_); }

  SLIPBURST_FUNCTION bool in_grains() const { return grains_.limit; }
  /// Whether the grain drawn from these words is smaller than the line's length or its pin's height.
  SLIPBURST_FUNCTION bool exceeds_grain(const Dislocation& d, std::uint32_t low, std::uint32_t high,
                                        std::uint32_t angle) const {
    const double size =
        math::exp2(math::fused(grains_.log2_sigma, random::normal(low, high, angle), grains_.log2_median));
    return size < d.bits * d.stress || size * d.stress < grains_.line;
  }

  SLIPBURST_FUNCTION const Table& energy_table() const { return table_; }
  /// Ratio of h_max to the stress, both reduced.
  SLIPBURST_FUNCTION double height_over_stress(const Dislocation& d) const { return d.bits * height_per_bit_; }

  /// Place of the event in the table; z <= 0: no emission.
  SLIPBURST_FUNCTION table::LinePlace place(const Dislocation& d) const {
    return table_.place(height_over_stress(d), d.stress);
  }

  SLIPBURST_FUNCTION table::Energies energies(const table::LinePlace& line) const { return table_.energies(line); }
  SLIPBURST_FUNCTION bool supersonic(const table::LinePlace& line) const { return table_.is_supersonic(line); }

 private:
  double max_stress_, height_per_bit_, thickness_bits_;
  Grains grains_;
  Table table_;
};

}  // namespace slipburst::exec
