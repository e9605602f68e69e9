#pragma once
/// \file Which events of a run are drawn.

#include <cstdint>

namespace slipburst::host {

/// Events are addressed by their global index; a piece of a run is a range of it.
struct EventRange {
  std::uint64_t seed, whole, first, count;  ///< whole: events of the run this piece belongs to
};

}  // namespace slipburst::host
