#pragma once
/// \file Ranges of the events of a run, and the events drawn.

#include <cstdint>
#include <vector>

namespace slipburst::host {

/// Range of global event indices: a piece of a run.
struct EventRange {
  std::uint64_t seed, whole, first, count;  ///< whole: number of events of the whole run
};

/// Events [first, first + count).
struct Piece {
  std::uint64_t first, count;
  bool operator==(const Piece&) const = default;
};

/// Drawn events of a run: pieces that do not touch, ascending.
struct Coverage {
  std::uint64_t seed, whole;
  std::vector<Piece> pieces;

  std::uint64_t first() const { return pieces.empty() ? 0 : pieces.front().first; }
  std::uint64_t events() const;  ///< of all pieces
  bool complete() const;         ///< whether the pieces are the whole run
  /// Number of events in the pieces with index = k mod `all`.
  std::uint64_t every(std::uint64_t all, std::uint64_t k) const;
};

Coverage coverage(const EventRange& range);

}  // namespace slipburst::host
