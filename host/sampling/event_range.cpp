#include "host/sampling/event_range.hpp"

#include "slipburst/random/strata.hpp"

namespace slipburst::host {

std::uint64_t Coverage::events() const {
  std::uint64_t sum = 0;
  for (const Piece& piece : pieces) sum += piece.count;
  return sum;
}

bool Coverage::complete() const { return events() == whole; }

std::uint64_t Coverage::every(std::uint64_t all, std::uint64_t k) const {
  std::uint64_t sum = 0;
  for (const Piece& piece : pieces) sum += random::every(all, k, piece.first, piece.count).count;
  return sum;
}

Coverage coverage(const EventRange& range) { return {range.seed, range.whole, {{range.first, range.count}}}; }

}  // namespace slipburst::host
