#pragma once
/// \file Segments on a Kokkos execution space: one thread, one segment.

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdint>
#include <span>

#include "kernels/kokkos/space_array.hpp"
#include "kernels/kokkos/space_geometry.hpp"
#include "kernels/kokkos/thread_bounds.hpp"
#include "slipburst/exec/precision.hpp"
#include "slipburst/exec/segment_executor.hpp"

namespace slipburst::kernels {

template <class Real>
struct SegmentKernel {
  exec::SegmentExecutor<Real> execute;
  const exec::Segment* segments;
  exec::SegmentResult* results;

  KOKKOS_FUNCTION void operator()(std::int64_t i) const { results[i] = execute(segments[i]); }
};

/// Integrates batches of segments, through memory of the space that it keeps from call to call.
template <class Space>
class SpaceIntegrator {
 public:
  explicit SpaceIntegrator(const SpaceGeometry& geometry)
      : batch_(geometry.segments_per_batch > 0 ? static_cast<std::size_t>(geometry.segments_per_batch)
                                               : std::size_t{1} << 18) {}

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) {
    for (std::size_t done = 0; done < segments.size(); done += batch_) {
      const std::size_t count = std::min(batch_, segments.size() - done);
      segments_.require(count);
      results_.require(count);
      segments_.copy_from(segments.data() + done, count);
      if (precision == exec::Precision::fp64) {
        launch<double>(model, controls, count);
      } else {
        launch<float>(model, controls, count);
      }
      results_.copy_to(results.data() + done, count);
    }
  }

 private:
  template <class Real>
  void launch(const exec::SegmentModel& model, const exec::SegmentControls& controls, std::size_t count) {
    using Policy = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>, ThreadBounds>;
    const SegmentKernel<Real> kernel{exec::SegmentExecutor<Real>(model, controls), segments_.data(), results_.data()};
    Kokkos::parallel_for("slipburst::segments", Policy(0, static_cast<std::int64_t>(count)), kernel);
    Space().fence();
  }

  std::size_t batch_;
  SpaceArray<Space, exec::Segment> segments_;
  SpaceArray<Space, exec::SegmentResult> results_;
};

}  // namespace slipburst::kernels
