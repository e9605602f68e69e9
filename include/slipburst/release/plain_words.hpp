#pragma once
/// \file Random words of plain draws that tell the slice of a release without its time being computed.

#include <cmath>
#include <cstdint>

#include "slipburst/release/slices.hpp"

namespace slipburst::release {

/// Range of the words of the release time by which a line surely leaves within one slice, or in none, in each of 32
/// intervals of eta. The slower a line of the interval leaves, and the later its random number lets it, the later is
/// the time: so the ends of the interval give bounds. Words tell slices only of densities that are flat, and only
/// slices with one stress for all releases.
class PlainWords {
 public:
  static constexpr int bits = 5, intervals = 1 << bits;
  SLIPBURST_FUNCTION static constexpr std::int32_t interval(std::uint32_t word1) {
    return static_cast<std::int32_t>(word1 >> (32 - bits));
  }

  std::uint32_t lowest[intervals], greatest[intervals];  ///< word 1 of the time, both ends included
  std::int32_t slice[intervals];                         ///< negative: outside all slices
  Stress stress{1, 1};                                   ///< of all releases in slices that are told

  /// No word tells anything.
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
    return told_release(time, lowest[k], greatest[k], slice[k], stress);
  }

  /// Release as far as the entries of the interval of its eta tell it.
  SLIPBURST_FUNCTION static ToldRelease told_release(std::uint32_t time, std::uint32_t lowest, std::uint32_t greatest,
                                                     std::int32_t slice, const Stress& stress) {
    const bool told = time >= lowest && time <= greatest;
    return {told && slice >= 0, !told, {slice, stress}};
  }

  PlainWords(const Slices& slices, std::int32_t population) : PlainWords() {
    tell_none(slices, population);
    const PinDensity& density = slices.density;
    if (density.nodes > 0 || density.slope != 0) return;
    bool any = false;
    for (std::int32_t s = 0; s < slices.timed; ++s) {
      const Part* const part = part_of(slices, s, population);
      if (!part || !part->same_stress) continue;
      if (any && (part->stress.pinned != stress.pinned || part->stress.rise != stress.rise)) continue;
      for (int k = 0; k < intervals; ++k) {
        const Interval eta = interval_of(slices, k);
        if (eta.high < density.last) any |= tell(slices, s, *part, k, eta);
      }
      if (any) stress = part->stress;
    }
  }

 private:
  static constexpr double margin = 1e-9;  ///< far more than the rounding errors in the computation of a release

  struct Interval {
    double low, high;
  };
  static Interval interval_of(const Slices& slices, int k) {
    const double width = (slices.plain_reach - slices.plain_first) / intervals, low = slices.plain_first + width * k;
    return {low - width * margin, low + width * (1 + margin)};
  }

  static const Part* part_of(const Slices& slices, std::int32_t slice, std::int32_t population) {
    for (std::int32_t i = slices.first_cell[slice]; i < slices.first_cell[slice + 1]; ++i) {
      const Part& part = slices.parts[slices.cells[i].part];
      if (part.population == population) return &part;
    }
    return nullptr;
  }

  /// Tells lines that leave before all slices, or after them.
  void tell_none(const Slices& slices, std::int32_t population) {
    const History history = slices.history_of(population);
    const auto hazard = [&](double eta, double time) {
      std::int32_t piece = 0;
      while (history.pieces[piece].end < time) ++piece;
      return history.hazard_since(slices.populations[population].piece, piece, eta, time);
    };
    const double begin = slices.edges[0], end = slices.edges[slices.timed];
    for (int k = 0; k < intervals; ++k) {
      const Interval eta = interval_of(slices, k);
      if (begin > 0) take(k, -1, first_word(hazard(eta.high, begin * (1 - margin))), max_word);
      take(k, -1, 0, last_word(hazard(eta.low, end * (1 + margin))));
    }
  }

  /// Tells lines that leave within a slice. \return whether any word does
  bool tell(const Slices& slices, std::int32_t s, const Part& part, int k, const Interval& eta) {
    const History history = slices.history_of(part.population);
    const double before = history.hazard_since(part.source, part.piece, eta.low, slices.edges[s]),
                 until = history.hazard_since(part.source, part.piece, eta.high, slices.edges[s + 1]);
    // A line that leaves at once does so at the start of a piece, not within a slice.
    if (!std::isfinite(before) || !std::isfinite(history.hazard_since(part.source, part.piece, eta.low, part.to))) {
      return false;
    }
    return take(k, s, first_word(until), before > 0 ? last_word(before) : max_word);
  }

  /// Takes a slice for an interval of eta if more words tell it than what was taken before. \return whether it does
  bool take(int k, std::int32_t s, double first, double last) {
    const double taken = static_cast<double>(greatest[k]) - lowest[k];
    if (!(last - first > std::fmax(taken, 0))) return false;
    lowest[k] = static_cast<std::uint32_t>(first);
    greatest[k] = static_cast<std::uint32_t>(last);
    slice[k] = s;
    return true;
  }

  // The random number u, of word 1 up to its last bit, is exp(-hazard at the release).
  static constexpr double max_word = 0x1p32 - 1;
  /// First word of lines that have surely left by a time until which the hazard is at least `hazard`.
  static double first_word(double hazard) { return words(hazard * (1 - margin)) + 2; }
  /// Last word of lines that have surely not left by a time until which the hazard is at most `hazard`.
  static double last_word(double hazard) { return words(hazard * (1 + margin)) - 2; }
  static double words(double hazard) { return std::floor(math::exp_minus(hazard) * 0x1p32); }
};

}  // namespace slipburst::release
