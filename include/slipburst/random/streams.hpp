#pragma once
/// \file Assignment of random words to purposes: key = seed, block = event index, subsequence = purpose.

#include <cstdint>

#include "slipburst/base/bits.hpp"
#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::random {

/// Purposes never share words, so that the draws of one part cannot depend on whether another part draws.
enum class Purpose : std::uint64_t {
  pin_height_and_stress = 0,  ///< words 0, 1: pin height; word 2: orientation
  release_time = 1,           ///< words 0, 1; word 2: whether a proposed release is kept
  burst_count = 2,            ///< words 0, 1 of block 0: number of events of a pseudo-experiment
  grain = 3,                  ///< words 0, 1 and 2: a normal variate for the size of the grain
  pin_strength = 4,           ///< words 0, 1: eta; word 2: whether a density keeps it
  phonon_direction = 5,       ///< with the packet's number in the high half: see half_space.hpp
  cluster = 6,                ///< with hop and cluster in the higher bits: see exec/cluster_executor.hpp
  bootstrap = 7,              ///< block: replica in the high half, point in the low; words 0, 1 and 2, 3: a number each
  measurement = 8  ///< with the channel in bit 8; words 0, 1 and 2: a normal variate; word 3: whether it is seen
};

/// The number (high 2^32 + low + 1/2) 2^-64 in (0, 1], rounded to double: relative, not absolute, resolution near 0.
SLIPBURST_FUNCTION inline double uniform64(std::uint32_t low, std::uint32_t high) {
  // Integers become the last bits of 2^-12 and 2^20, which are then subtracted: the same on every backend, and it
  // vectorises. Both parts are exact, only their sum is rounded.
  const double low_part = base::bit_cast<double>(0x3F30000000000000ull | low) - (0x1p-12 - 0x1p-65);
  const double high_part = base::bit_cast<double>(0x4130000000000000ull | high) - 0x1p20;
  return high_part + low_part;
}

/// The number (word + 1/2) 2^-32 in (0, 1), exact.
SLIPBURST_FUNCTION inline double uniform32(std::uint32_t word) {
  return base::bit_cast<double>(0x4130000000000000ull | word) - (0x1p20 - 0x1p-33);
}

/// A standard normal variate from a block, by Box and Muller's method: up to 9.5 standard deviations.
SLIPBURST_FUNCTION inline double normal(std::uint32_t low, std::uint32_t high, std::uint32_t angle) {
  const double square = -2 * math::ln2 * math::log2(uniform64(low, high));
  return math::sqrt(square) * math::cos_turns(uniform32(angle));
}

}  // namespace slipburst::random
