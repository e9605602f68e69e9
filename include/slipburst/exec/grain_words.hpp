#pragma once
/// \file Filter of random words whose grains are surely large enough for a line that emits nothing.

#include <cmath>
#include <cstdint>

#include "slipburst/exec/silent_words.hpp"

namespace slipburst::exec {

/// Filter of grains, beside SilentWords::without_grains: an event that passes neither filter is silent and not
/// rejected.
///
/// The size of a grain is exp(sigma n) times the median, n = sqrt(-2 ln r) cos(2 pi t). So n is at least -sqrt(-2 ln
/// r), and not negative where the cosine is not. In each of SilentWords' intervals of the stress a line that would be
/// silent needs at most a certain size, and so an n above a certain bound.
class GrainWords {
 public:
  /// Greatest word 1 of a grain that may be too small, by the interval of the line's word 2.
  struct Bounds {
    std::uint32_t greatest[SilentWords::intervals];

    SLIPBURST_FUNCTION static bool fits(std::uint32_t max_word1, std::uint32_t word1, std::uint32_t word2) {
      return word1 > max_word1 || (max_word1 < every_word && has_positive_cosine(word2));
    }
  };

  /// Bounds by which no grain surely fits.
  GrainWords() {
    for (std::uint32_t& word : bounds_.greatest) word = every_word;
  }

  GrainWords(const EventModel& model, const SilentWords& silent) : GrainWords() {
    for (int k = 0; k < SilentWords::intervals; ++k) {
      const double lowest = SilentWords::min_stress(model, k);
      if (!(lowest > 0)) continue;
      const double height = silent.max_silent_bits(k) * SilentWords::max_stress(model, k);
      const double size = std::fmax(height, model.grains.line / lowest);
      const double n = (math::log2(size) + margin - model.grains.log2_median) / model.grains.log2_sigma;
      if (!(n < -margin)) continue;
      // n is above the bound if r is above exp(-bound^2 / 2).
      const double r = math::exp2(-std::fmin(n * n / (2 * math::ln2), max_bits));
      bounds_.greatest[k] = static_cast<std::uint32_t>(std::fmin(r * 0x1p32 * (1 + margin) + 1, every_word - 1.0));
    }
  }

  const Bounds& bounds() const { return bounds_; }

 private:
  static constexpr std::uint32_t every_word = 0xFFFFFFFF;
  static constexpr double margin = 1e-9;  ///< far more than the rounding errors in the computation of a grain
  static constexpr double max_bits = 128;

  /// Whether cos(2 pi t) >= 0, with t = word 2^-32 not more than a quarter from 0 or 1.
  SLIPBURST_FUNCTION static bool has_positive_cosine(std::uint32_t word) { return word + 0x40000000u < 0x80000000u; }

  Bounds bounds_;
};

}  // namespace slipburst::exec
