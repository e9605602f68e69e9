#pragma once
/// \file Segments side by side on one thread, by exec/segment_lanes.hpp.

#include <cstdint>
#include <functional>

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/precision.hpp"
#include "slipburst/exec/segment.hpp"

namespace slipburst::kernels {

/// Integrates segments[i] into results[i] for each i that `next()` gives, until `next()` is negative.
void integrate_side_by_side(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                            exec::Precision precision, const exec::Segment* segments, exec::SegmentResult* results,
                            const std::function<std::int64_t()>& next, InstructionSet set);

}  // namespace slipburst::kernels
