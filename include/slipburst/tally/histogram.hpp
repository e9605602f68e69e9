#pragma once
/// \file Log-spaced energy bins with counters for zero, under- and overflow.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::tally {

/// Slots of a histogram of log energies: 0 for exact zeros, 1 the underflow, 2 .. bins+1 the bins, bins+2 the overflow.
struct LogBins {
  float scale;   ///< bins per octave of energy
  float offset;  ///< bin position of log2 energy 0
  std::int32_t bins;

  static constexpr std::int32_t zero = 0, underflow = 1, first = 2;

  SLIPBURST_FUNCTION std::int32_t slots() const { return bins + 3; }
  SLIPBURST_FUNCTION std::int32_t overflow() const { return bins + first; }

  /// Slot of a positive energy from its log2.
  SLIPBURST_FUNCTION std::int32_t slot(float log2_energy) const {
    const float position = math::fused(log2_energy, scale, offset);
    // Clamped as a float, before the conversion could overflow (NaN too).
    static_assert(underflow == first - 1);
    return first + math::floor(math::clamped(position, -0.5f, static_cast<float>(bins)));
  }
};

}  // namespace slipburst::tally
