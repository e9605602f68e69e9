#pragma once
/// \file Geometry of the launches of device kernels.

#include <cstdint>

namespace slipburst::kernels {

/// Launch geometry. Results do not depend on it; 0 lets the backend choose.
struct SpaceGeometry {
  int team_size = 0;
  int teams = 0;
  int segments_per_batch = 0;
  std::uint64_t events_per_team = 0;  ///< in a launch, at most 2^31
};

}  // namespace slipburst::kernels
