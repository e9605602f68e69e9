#include <thrust/device_vector.h>

#include <algorithm>

#include "kernels/cuda/check.cuh"
#include "kernels/cuda/segment_kernel.cuh"

namespace slipburst::kernels {
namespace {

template <class Real>
__global__ void __launch_bounds__(128, 3)
    segment_kernel(const __grid_constant__ exec::SegmentModel model,
                   const __grid_constant__ exec::SegmentControls controls, const exec::Segment* segments,
                   exec::SegmentResult* results, std::int64_t count) {
  const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
  const exec::SegmentExecutor<Real> execute(model, controls);
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride) {
    results[i] = execute(segments[i]);
  }
}

}  // namespace

void integrate_segments(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                        host::Precision precision, std::span<const exec::Segment> segments,
                        std::span<exec::SegmentResult> results, CudaGeometry geometry) {
  constexpr std::size_t batch = (std::size_t{256} << 20) / (sizeof(exec::Segment) + sizeof(exec::SegmentResult));
  const int threads = geometry.threads_per_block > 0 ? std::min(geometry.threads_per_block, 128) : 128;
  const std::size_t most = std::min(batch, segments.size());
  thrust::device_vector<exec::Segment> in(most);
  thrust::device_vector<exec::SegmentResult> out(most);
  for (std::size_t first = 0; first < segments.size(); first += batch) {
    const std::size_t count = std::min(batch, segments.size() - first);
    thrust::copy_n(segments.data() + first, count, in.begin());
    // Neighbours in a row of a table ring down alike, so the order given keeps the lanes of a warp together.
    const auto blocks = static_cast<unsigned>(geometry.blocks > 0 ? geometry.blocks : (count + threads - 1) / threads);
    const exec::Segment* source = thrust::raw_pointer_cast(in.data());
    exec::SegmentResult* target = thrust::raw_pointer_cast(out.data());
    const auto length = static_cast<std::int64_t>(count);
    if (precision == host::Precision::fp64) {
      segment_kernel<double><<<blocks, threads>>>(model, controls, source, target, length);
    } else {
      segment_kernel<float><<<blocks, threads>>>(model, controls, source, target, length);
    }
    check(cudaGetLastError(), "launching the segment kernel");
    check(cudaDeviceSynchronize(), "running the segment kernel");
    thrust::copy_n(out.begin(), count, results.data() + first);
  }
}

}  // namespace slipburst::kernels
