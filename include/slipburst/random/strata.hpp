#pragma once
/// \file Strata of the exponential distribution of pin heights, so that rare heights are drawn often.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::random {

/// Draws u from an interval: with r uniform in (0, 1], x = -log2(u) = bits - log2(scale r + shift).
struct Stratum {
  double bits, scale, shift;
};

inline constexpr int halvings = 64;          ///< stratum k < 64 holds u from 2^-(k+1) to 2^-k
inline constexpr int strata = halvings + 1;  ///< the last stratum holds the rest: u from 0 to 2^-64

/// Stratum that is the whole distribution.
SLIPBURST_FUNCTION inline constexpr Stratum unstratified() { return {0, 1, 0}; }

SLIPBURST_FUNCTION inline constexpr Stratum stratum(int k) {
  return k < halvings ? Stratum{static_cast<double>(k), 0.5, 0.5} : Stratum{halvings, 1, 0};
}

/// Probability of a stratum, exact: all of them sum to one.
SLIPBURST_FUNCTION inline double stratum_mass(int k) {
  return math::exp2(-static_cast<double>(k < halvings ? k + 1 : halvings));
}

/// Largest -log2(u) that a draw gives and tables reach; the tail beyond, of probability 2^-96, is held there. Draws
/// from the whole range end at 65, the resolution of a 64-bit uniform.
inline constexpr double max_bits = 96;

/// Sequence of `count` events: first, first + stride, ...
struct EventSequence {
  std::uint64_t first, stride, count;

  SLIPBURST_FUNCTION std::uint64_t index(std::uint64_t i) const { return first + stride * i; }
  /// Part of the sequence: `size` events from the `start`-th on.
  SLIPBURST_FUNCTION EventSequence part(std::uint64_t start, std::uint64_t size) const {
    return {index(start), stride, size};
  }
};

SLIPBURST_FUNCTION inline EventSequence all_events(std::uint64_t first, std::uint64_t count) {
  return {first, 1, count};
}

/// Events in [first, first + count) with index = k mod `all`.
SLIPBURST_FUNCTION inline EventSequence every(std::uint64_t all, std::uint64_t k, std::uint64_t first,
                                              std::uint64_t count) {
  const std::uint64_t offset = (k + all - first % all) % all;
  return {first + offset, all, offset < count ? (count - 1 - offset) / all + 1 : 0};
}

/// Events in [first, first + count) of stratum k: index = k mod `strata`.
SLIPBURST_FUNCTION inline EventSequence stratum_events(std::uint64_t first, std::uint64_t count, int k) {
  return every(strata, static_cast<std::uint64_t>(k), first, count);
}

}  // namespace slipburst::random
