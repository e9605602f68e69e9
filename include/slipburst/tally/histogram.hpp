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
    // Clamped as a float, before the conversion could overflow (NaN too); truncation is floor from 0 on.
    const auto end = static_cast<float>(bins);
    const float kept = position > -0.5f ? (position < end ? position : end) : -0.5f;
    return kept < 0.0f ? underflow : first + static_cast<std::int32_t>(kept);
  }
};

}  // namespace slipburst::tally
