#pragma once
/// \file What releases are drawn from, and a pin under the stress of its release.

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// Source of a run of events: one slice of time, or all times at which lines of a population could leave.
struct ReleaseSource {
  std::int32_t slice;       ///< negative: plain draws
  std::int32_t population;  ///< for plain draws
};

/// A line as it was pinned, under its own stress: the heights of its pins go as the stress, as does 1 / length.
SLIPBURST_FUNCTION inline Dislocation pinned_under(const Dislocation& d, double factor) {
  return {d.bits, d.stress * factor};
}

/// A line under another stress: the height of its pin, bits x stress, stays.
SLIPBURST_FUNCTION inline Dislocation under_stress(const Dislocation& d, double rise) {
  const double bits = d.bits / rise;
  return {bits < random::max_bits ? bits : random::max_bits, d.stress * rise};
}

/// log2 of the length of a line over that of one pinned under the stress of its release. Tables hold the energies of
/// the latter, and energies go as the length.
SLIPBURST_FUNCTION inline float log2_length(double rise) {
  return rise == 1.0 ? 0.0f : static_cast<float>(math::log2(rise));
}

}  // namespace slipburst::exec
