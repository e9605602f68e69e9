#pragma once
/// \file Counters of the motion of clusters.

#include <cstdint>

#include "slipburst/base/macros.hpp"

namespace slipburst::tally {

/// Counters of one condition, one after the other:
///   [window][moves by supply, moves by direct hits, clusters that moved, squares of an area's moves],
///   [clusters by their moves in all windows], the last slot for 32 moves and more,
///   [moves by their distance], in eighths of the mean free path, the last slot for 8 paths and farther,
///   areas of interest watched.
struct MotionLayout {
  enum Counter : std::int32_t { supplied, direct, moved, squares, counters_per_window };
  static constexpr std::int32_t move_slots = 33;      ///< 0 to 31 moves, and more
  static constexpr std::int32_t distance_slots = 65;  ///< up to 8 mean free paths, and farther
  static constexpr std::int32_t slots_per_path = 8;

  std::int32_t windows;

  SLIPBURST_FUNCTION constexpr std::int32_t window(std::int32_t w, Counter counter) const {
    return w * counters_per_window + counter;
  }
  SLIPBURST_FUNCTION constexpr std::int32_t moves(std::int64_t count) const {
    const auto slot = count < move_slots - 1 ? static_cast<std::int32_t>(count) : move_slots - 1;
    return windows * counters_per_window + slot;
  }
  SLIPBURST_FUNCTION constexpr std::int32_t distance(std::int32_t slot) const { return moves(0) + move_slots + slot; }
  SLIPBURST_FUNCTION constexpr std::int32_t areas() const { return distance(0) + distance_slots; }
  SLIPBURST_FUNCTION constexpr std::int32_t size() const { return areas() + 1; }
};

}  // namespace slipburst::tally
