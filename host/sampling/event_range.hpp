#pragma once
/// \file Which events of a run are drawn.

#include <cstdint>
#include <vector>

namespace slipburst::host {

/// Events are addressed by their global index; a piece of a run is a range of it.
struct EventRange {
  std::uint64_t seed, whole, first, count;  ///< whole: events of the run this piece belongs to
};

/// The events [first, first + count).
struct Piece {
  std::uint64_t first, count;
  bool operator==(const Piece&) const = default;
};

/// Which events of a run were drawn: pieces that do not touch, ascending.
struct Coverage {
  std::uint64_t seed, whole;
  std::vector<Piece> pieces;

  std::uint64_t first() const { return pieces.empty() ? 0 : pieces.front().first; }
  std::uint64_t events() const;  ///< of all pieces
  bool complete() const;         ///< whether that is the whole run
  /// Those among them whose index modulo `all` is k.
  std::uint64_t every(std::uint64_t all, std::uint64_t k) const;
};

Coverage coverage(const EventRange& range);

}  // namespace slipburst::host
