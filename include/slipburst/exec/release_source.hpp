#pragma once
/// \file Source that releases are drawn from, and a pinned line under the stress of its release.

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// Source of a run of events: one slice of time, or all times at which lines of a population could leave.
struct ReleaseSource {
  std::int32_t slice;       ///< slice to draw within; negative: plain draws
  std::int32_t population;  ///< population of plain draws
};

/// Line under the stress at pinning: pin heights are proportional to that stress, the length to its inverse.
/// \param factor  stress at pinning over that of the case
SLIPBURST_FUNCTION inline Dislocation pinned_under(const Dislocation& d, double factor) {
  return {d.bits, d.stress * factor};
}

/// Line under another stress: the height of its pin, bits x stress, stays. \param rise  new stress over the old one
SLIPBURST_FUNCTION inline Dislocation under_stress(const Dislocation& d, double rise) {
  return {math::capped(d.bits / rise, random::max_bits), d.stress * rise};
}

/// log2 of the length of a line over that of a line pinned under the stress of its release. Tables hold the energies of
/// the latter; energies are proportional to the length.
SLIPBURST_FUNCTION inline float log2_length(double rise) {
  return rise == 1.0 ? 0.0f : static_cast<float>(math::log2(rise));
}

}  // namespace slipburst::exec
