#pragma once
/// \file Launcher of the segment kernel: one thread, one segment.

#include <memory>
#include <span>

#include "kernels/cuda/batch_in_flight.cuh"
#include "kernels/cuda/cuda_backend.hpp"
#include "slipburst/exec/precision.hpp"
#include "slipburst/exec/segment_executor.hpp"

namespace slipburst::kernels {

/// Integrates on the current device, streaming batches through less than 50 MiB of its memory and of pinned memory,
/// both kept from call to call.
class SegmentIntegrator {
 public:
  explicit SegmentIntegrator(CudaGeometry geometry) : geometry_(geometry) {}

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results);

 private:
  CudaGeometry geometry_;
  std::unique_ptr<BatchInFlight> turns_[2];  ///< one batch is copied while the other is integrated
};

}  // namespace slipburst::kernels
