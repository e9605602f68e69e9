#pragma once
/// \file Random words of plain draws that tell the slice of a release without its time being computed.

#include <cmath>
#include <cstdint>

#include "slipburst/release/slices.hpp"

namespace slipburst::release {

/// Range of the words of the release time by which a line surely leaves within one slice, in each of 32 intervals of
/// eta. The slower a line of the interval leaves, and the later its random number lets it, the later is the time: so
/// the ends of the interval give bounds. Only for densities that are flat and slices with one stress for all releases;
/// there is no such word otherwise.
class PlainWords {
 public:
  static constexpr int bits = 5, intervals = 1 << bits;
  SLIPBURST_FUNCTION static constexpr std::int32_t interval(std::uint32_t word1) {
    return static_cast<std::int32_t>(word1 >> (32 - bits));
  }

  std::uint32_t lowest[intervals], greatest[intervals];  ///< word 1 of the time, both ends included
  std::int32_t slice[intervals];
  Stress stress{1, 1};  ///< of all releases that are told

  /// No word tells a slice.
  PlainWords() {
    for (int k = 0; k < intervals; ++k) {
      lowest[k] = 1;
      greatest[k] = 0;
      slice[k] = -1;
    }
  }

  /// Release as far as word 1 of eta and word 1 of the time tell it.
  ToldRelease told_release(std::uint32_t eta, std::uint32_t time) const {
    const std::int32_t k = interval(eta);
    return {time >= lowest[k] && time <= greatest[k], {slice[k], stress}};
  }

  PlainWords(const Slices& slices, std::int32_t population) : PlainWords() {
    const PinDensity& density = slices.density;
    if (density.nodes > 0 || density.slope != 0) return;
    const double width = (slices.plain_reach - slices.plain_first) / intervals;
    bool any = false;
    for (std::int32_t s = 0; s < slices.timed; ++s) {
      const Part* const part = part_of(slices, s, population);
      if (!part || !part->same_stress) continue;
      if (any && (part->stress.pinned != stress.pinned || part->stress.rise != stress.rise)) continue;
      for (int k = 0; k < intervals; ++k) {
        const double low = slices.plain_first + width * k, high = low + width * (1 + margin);
        if (high >= density.last) continue;
        any |= tell(slices, s, *part, k, low - width * margin, high);
      }
      if (any) stress = part->stress;
    }
  }

 private:
  static constexpr double margin = 1e-9;  ///< far more than the rounding errors in the computation of a release

  static const Part* part_of(const Slices& slices, std::int32_t slice, std::int32_t population) {
    for (std::int32_t i = slices.first_cell[slice]; i < slices.first_cell[slice + 1]; ++i) {
      const Part& part = slices.parts[slices.cells[i].part];
      if (part.population == population) return &part;
    }
    return nullptr;
  }

  /// Takes a slice for an interval of eta if more words tell it than the slice taken before. \return whether it does
  bool tell(const Slices& slices, std::int32_t s, const Part& part, int k, double low, double high) {
    const History history = slices.history_of(part.population);
    const double before = history.hazard_since(part.source, part.piece, low, slices.edges[s]),
                 until = history.hazard_since(part.source, part.piece, high, slices.edges[s + 1]);
    // A line that leaves at once does so at the start of a piece, not within a slice.
    if (!std::isfinite(before) || !std::isfinite(history.hazard_since(part.source, part.piece, low, part.to))) {
      return false;
    }
    // The random number u, of word 1 up to its last bit, is exp(-hazard at the release).
    const double first = words(until * (1 - margin)) + 2,
                 last = before > 0 ? words(before * (1 + margin)) - 2 : 0x1p32 - 1;
    const double taken = static_cast<double>(greatest[k]) - lowest[k];
    if (!(last - first > std::fmax(taken, 0))) return false;
    lowest[k] = static_cast<std::uint32_t>(first);
    greatest[k] = static_cast<std::uint32_t>(last);
    slice[k] = s;
    return true;
  }
  static double words(double hazard) { return std::floor(math::exp_minus(hazard) * 0x1p32); }
};

}  // namespace slipburst::release
