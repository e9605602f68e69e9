#pragma once
/// \file Filter of random words whose events surely emit nothing, so that these events can be skipped.

#include <cmath>
#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// Filter of silent events: no emission and no rejection. Most pins are too low for their stress to emit: 60 of 100 in
/// `al-on-si`. An event emits if x = -log2(r) exceeds a minimum that depends on its stress, and so on w alone. Each of
/// 32 intervals of w therefore has an r above which no event emits or is rejected. The filter uses an upper bound of
/// this r: events that pass may still be silent.
class SilentWords {
 public:
  static constexpr int bits = 5, intervals = 1 << bits;
  SLIPBURST_FUNCTION static constexpr std::int32_t interval(std::uint32_t word2) {
    return static_cast<std::int32_t>(word2 >> (32 - bits));
  }

  /// Greatest word 1 that may emit or be rejected, by the first `bits` bits of word 2.
  struct Bounds {
    std::uint32_t greatest[intervals];
    bool any;  ///< whether any word is silent

    bool silent(std::uint32_t word1, std::uint32_t word2) const { return word1 > greatest[interval(word2)]; }
  };

  /// Filter that drops no event.
  SilentWords() {
    for (double& r : greatest_) r = 1;
  }

  /// Filter for a table of one zone or of two. Drops no event of models with grains: grains also reject lines that
  /// would be silent.
  template <class Table>
  SilentWords(const EventModel& model, const Table& table) : SilentWords() {
    if (!model.grains.limit) *this = without_grains(model, table);
  }

  /// Filter of events that are silent if they fit in their grains: see GrainWords.
  template <class Table>
  static SilentWords without_grains(EventModel model, const Table& table) {
    model.grains.limit = false;
    return of_releases(model, table, {1, 1, 1, 1});
  }

  /// Filter of silent releases, which drops no event of models with grains.
  static SilentWords of_releases(const EventModel& model, const table::View& table,
                                 const release::StressBounds& stresses) {
    SilentWords words;
    if (model.grains.limit) return words;
    for (int k = 0; k < intervals; ++k) {
      const double highest = max_stress(model, k), lowest = min_stress(model, k);
      const double ratio = max_ratio(table, lowest * stresses.min_released, highest * stresses.max_released);
      const double bits_to_emit = stresses.min_rise / (model.height_per_bit * ratio);
      const double bits_to_reject = model.thickness_bits / (highest * stresses.max_pinned);
      words.greatest_[k] = max_r(std::fmin(bits_to_emit, bits_to_reject));
    }
    return words;
  }
  /// Filter of silent releases for a table in zones: a line is silent that emits in none of them.
  static SilentWords of_releases(const EventModel& model, const table::Zones& table,
                                 const release::StressBounds& stresses) {
    SilentWords words = of_releases(model, table.upper, stresses);
    if (!table.divided()) return words;
    const SilentWords lower = of_releases(model, table.lower, stresses);
    for (int k = 0; k < intervals; ++k) words.greatest_[k] = std::fmax(words.greatest_[k], lower.greatest_[k]);
    return words;
  }

  /// Bounds of the stress in interval k.
  static double max_stress(const EventModel& model, int k) { return stress(model, k); }
  static double min_stress(const EventModel& model, int k) { return stress(model, k + 1); }

  Bounds bounds(const random::Stratum& stratum) const {
    Bounds result{};
    for (int k = 0; k < intervals; ++k) {
      result.greatest[k] = max_word(greatest_[k], stratum);
      result.any |= result.greatest[k] < every_word;
    }
    return result;
  }

  /// Greatest r = 2^-x of the draws whose x may reach a number of bits.
  static double max_r(double bits) { return math::exp2(-std::fmin(margin * bits, max_bits)); }
  /// Greatest word 1 of the draws whose r may be as small as this.
  static std::uint32_t max_word(double smallest_r, const random::Stratum& stratum) {
    // The r of the words from 2^-x = 2^-bits (scale r + shift), see Stratum; one is added for the rounding here.
    const double r = (smallest_r * math::exp2(stratum.bits) - stratum.shift) / stratum.scale;
    return static_cast<std::uint32_t>(std::fmin(std::fmax(r * 0x1p32, 0) + 1, every_word));
  }
  static constexpr std::uint32_t every_word = 0xFFFFFFFF;  ///< bound that no word exceeds

 private:
  static constexpr double margin = 1 - 1e-9;  ///< far more than the rounding errors in the computation of an event
  static constexpr double max_bits = 128;

  static double stress(const EventModel& model, int k) {
    const double w = static_cast<double>(k) / intervals;
    return model.max_stress * math::fused(-w, w, 1.0);
  }

  /// Upper bound of reduced stress / threshold height between two stresses; 0 if every line there is too low to emit.
  static double max_ratio(const table::View& table, double lowest, double highest) {
    if (highest < table.stress.first()) return 0;
    // Rounding may put a stress at the end of the table beyond it.
    const table::StressAxis::Place from = table.locate(lowest), to = table.locate(highest);
    double greatest = 0;
    for (std::int64_t cell = from.cell; cell <= to.cell && cell < table.stress.cells(); ++cell) {
      const double begin = cell == from.cell ? from.fraction : 0, end = cell == to.cell ? to.fraction : 1;
      // Value at the middle plus the steepest slope times half the width.
      const double* const c = table.threshold + cell * table::threshold_terms;
      double slope = 0;
      for (int i = table::threshold_terms - 1; i >= 1; --i) slope = slope * end + i * std::fabs(c[i]);
      greatest = std::fmax(greatest, table.threshold_ratio(cell, (begin + end) / 2) + slope * (end - begin) / 2);
    }
    return greatest;
  }

  double greatest_[intervals];  ///< bound of r in the whole distribution
};

}  // namespace slipburst::exec
