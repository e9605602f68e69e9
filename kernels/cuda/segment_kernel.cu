#include <algorithm>

#include "kernels/cuda/check.cuh"
#include "kernels/cuda/quick_division.cuh"
#include "kernels/cuda/segment_kernel.cuh"

namespace slipburst::kernels {
namespace {

/// Blocks on a multiprocessor at once: as many as registers allow without spills.
template <class Real>
constexpr int resident_blocks = sizeof(Real) == 8 ? 3 : 6;

/// \tparam Dynamics  a law of physics/dynamics.hpp, since a selection at each evaluation costs a twentieth
template <class Real, template <class> class Dynamics>
__global__ void __launch_bounds__(128, resident_blocks<Real>)
    segment_kernel(const __grid_constant__ exec::SegmentModel model,
                   const __grid_constant__ exec::SegmentControls controls, const exec::Segment* segments,
                   exec::SegmentResult* results, std::int64_t count) {
  const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
  const exec::SegmentExecutor<Real, false, exec::NoObserver, Dynamics<Real>, QuickDivision<Real>> execute(model,
                                                                                                          controls);
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride) {
    results[i] = execute(segments[i]);
  }
}

template <template <class> class Dynamics>
auto kernel_for(exec::Precision precision) {
  return precision == exec::Precision::fp64 ? segment_kernel<double, Dynamics> : segment_kernel<float, Dynamics>;
}

}  // namespace

void SegmentIntegrator::integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                                  exec::Precision precision, std::span<const exec::Segment> segments,
                                  std::span<exec::SegmentResult> results) {
  if (segments.empty()) return;
  constexpr std::size_t usual_batch = std::size_t{1} << 18;
  const int threads = geometry_.threads_per_block > 0 ? std::min(geometry_.threads_per_block, 128) : 128;
  const std::size_t asked =
      geometry_.segments_per_batch > 0 ? static_cast<std::size_t>(geometry_.segments_per_batch) : usual_batch;
  const std::size_t batch = std::min(asked, segments.size());
  const std::size_t batches = (segments.size() + batch - 1) / batch;
  // Neighbours in a row of a table ring down alike, so the order given keeps the lanes of a warp together.
  const auto launch = [&](const exec::Segment* source, exec::SegmentResult* target, std::size_t count,
                          cudaStream_t stream) {
    const auto blocks =
        static_cast<unsigned>(geometry_.blocks > 0 ? geometry_.blocks : (count + threads - 1) / threads);
    const auto length = static_cast<std::int64_t>(count);
    forget_error();
    const auto kernel = model.sound_square > 0 ? kernel_for<physics::ElastorelativisticDynamics>(precision)
                                               : kernel_for<physics::NewtonianDynamics>(precision);
    kernel<<<blocks, threads, 0, stream>>>(model, controls, source, target, length);
    check(cudaGetLastError(), "launching the segment kernel");
  };
  const auto part = [&](auto all, std::size_t i) {
    return all.subspan(i * batch, std::min(batch, all.size() - i * batch));
  };
  KernelTime time;
  for (std::size_t k = 0; k < std::min<std::size_t>(2, batches); ++k) {
    if (!turns_[k] || turns_[k]->most() < batch) turns_[k] = std::make_unique<BatchInFlight>(batch);
  }
  for (std::size_t i = 0; i <= batches; ++i) {
    if (i < batches) turns_[i % 2]->start(part(segments, i), launch);
    if (i > 0) turns_[(i - 1) % 2]->finish(part(results, i - 1), time);
  }
}

}  // namespace slipburst::kernels
