#pragma once
/// \file Launcher of the segment kernel: one thread, one segment.

#include <span>

#include "host/config/case.hpp"
#include "kernels/cuda/cuda_backend.hpp"
#include "slipburst/exec/segment_executor.hpp"

namespace slipburst::kernels {

/// Integrates on the current device, streaming batches through less than 50 MiB of its memory and of pinned memory.
void integrate_segments(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                        host::Precision precision, std::span<const exec::Segment> segments,
                        std::span<exec::SegmentResult> results, CudaGeometry geometry);

}  // namespace slipburst::kernels
