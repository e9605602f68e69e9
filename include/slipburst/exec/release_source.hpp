#pragma once
/// \file What releases are drawn from, and a pin under the stress of its release.

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// What a run of events draws from: one slice of time, or all that lines pinned at the start of a piece could do.
struct ReleaseSource {
  std::int32_t slice;   ///< negative: plain draws
  std::int32_t source;  ///< piece at whose start the lines were pinned, for plain draws
};

/// The same pin under another stress: its height, bits x stress, stays.
SLIPBURST_FUNCTION inline Dislocation under_stress(const Dislocation& d, double factor) {
  const double bits = d.bits / factor;
  return {bits < random::most_bits ? bits : random::most_bits, d.stress * factor};
}

}  // namespace slipburst::exec
