#pragma once
/// \file Filter of random words whose grains are surely large enough for a line that emits nothing.

#include <cmath>
#include <cstdint>

#include "slipburst/exec/silent_words.hpp"

namespace slipburst::exec {

/// Filter of lines that surely fit in their grains.
///
/// The size of a grain is exp(sigma n) times the median, n = sqrt(-2 ln r) cos(2 pi t). So n is at least -sqrt(-2 ln
/// r), and not negative where the cosine is not. In each of SilentWords' intervals of the stress a line whose pin is
/// not above a certain height needs at most a certain size, and so an n above a certain bound. The height is the one
/// that leaves the fewest lines untold.
class GrainWords {
 public:
  /// Bounds by the interval of the line's word 2.
  struct Bounds {
    std::uint32_t line[SilentWords::intervals];   ///< greatest word 1 of a line whose pin may be too high
    std::uint32_t grain[SilentWords::intervals];  ///< greatest word 1 of a grain that may be too small

    /// \param line, grain  bounds of an interval  \param line1, grain1, grain2  words 1 and 2 of line and grain
    SLIPBURST_FUNCTION static bool fits(std::uint32_t line, std::uint32_t grain, std::uint32_t line1,
                                        std::uint32_t grain1, std::uint32_t grain2) {
      return (line1 > line) & ((grain1 > grain) | has_positive_cosine(grain2));  // without a branch
    }
  };

  /// Bounds by which no line surely fits.
  GrainWords() {
    for (Told& told : told_) told = {1, 1};
  }

  explicit GrainWords(const EventModel& model) : GrainWords() {
    for (int k = 0; k < SilentWords::intervals; ++k) {
      const double lowest = SilentWords::min_stress(model, k), highest = SilentWords::max_stress(model, k);
      if (!(lowest > 0)) continue;
      for (int bits = 1; bits <= max_height_bits; ++bits) {
        const double size = std::fmax(bits * highest, model.grains.line / lowest);
        const double n = (math::log2(size) + margin - model.grains.log2_median) / model.grains.log2_sigma;
        if (!(n < -margin)) break;
        // n is above the bound if r is above exp(-bound^2 / 2).
        const Told told{SilentWords::max_r(bits), math::exp2(-std::fmin(n * n / (2 * math::ln2), max_bits))};
        if (told.untold() < told_[k].untold()) told_[k] = told;
      }
    }
  }

  Bounds bounds(const random::Stratum& stratum) const {
    Bounds result{};
    for (int k = 0; k < SilentWords::intervals; ++k) {
      result.line[k] = SilentWords::max_word(told_[k].line, stratum);
      result.grain[k] =
          static_cast<std::uint32_t>(std::fmin(told_[k].grain * 0x1p32 * (1 + margin) + 1, SilentWords::every_word));
    }
    return result;
  }

 private:
  /// The r above which lines and grains are told.
  struct Told {
    double line, grain;
    double untold() const { return line + grain / 2; }  ///< about the share of lines that are not told
  };

  static constexpr double margin = 1e-9;  ///< far more than the rounding errors in the computation of a grain
  static constexpr int max_height_bits = 32;
  static constexpr double max_bits = 128;

  /// Whether cos(2 pi t) >= 0, with t = word 2^-32 not more than a quarter from 0 or 1.
  SLIPBURST_FUNCTION static bool has_positive_cosine(std::uint32_t word) { return word + 0x40000000u < 0x80000000u; }

  Told told_[SilentWords::intervals];
};

}  // namespace slipburst::exec
