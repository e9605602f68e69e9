#include <algorithm>

#include "kernels/cuda/check.cuh"
#include "kernels/cuda/quick_division.cuh"
#include "kernels/cuda/segment_kernel.cuh"
#include "kernels/cuda/threads.cuh"

namespace slipburst::kernels {
namespace {

/// Blocks on a multiprocessor at once: as many as registers allow without spills.
template <class Real>
constexpr int resident_blocks = sizeof(Real) == 8 ? 3 : 6;

/// Steps that lanes with an incident wait for others to have one. Neighbours turn back within a few steps of each
/// other, and stay together once they have waited. By counts of instructions, fewer steps leave incidents to a few
/// lanes, more keep lanes waiting.
template <class Real>
constexpr int patience = sizeof(Real) == 8 ? 3 : 8;

/// Made by the host: what it has computed lies in constant memory, and takes no registers.
template <class Real, template <class> class Dynamics>
using Executor = exec::SegmentExecutor<Real, false, exec::NoObserver, Dynamics<Real>, QuickDivision<Real>>;

/// \tparam Dynamics  a law of physics/dynamics.hpp, since a selection at each evaluation costs a twentieth
template <class Real, template <class> class Dynamics>
__global__ void __launch_bounds__(128, resident_blocks<Real>)
    segment_kernel(const __grid_constant__ Executor<Real, Dynamics> execute, const exec::Segment* segments,
                   exec::SegmentResult* results, std::int64_t count) {
  using Attempt = typename Executor<Real, Dynamics>::Attempt;
  const auto stride = static_cast<std::int64_t>(all_threads());
  for (auto i = static_cast<std::int64_t>(own_thread()); __any_sync(full_warp, i < count); i += stride) {
    typename Executor<Real, Dynamics>::Progress progress;
    bool busy = i < count && execute.begin(segments[i], progress);
    unsigned running = __ballot_sync(full_warp, busy);
    int waited = 0;
    while (running != 0) {
      typename Executor<Real, Dynamics>::Step step;
      float factor;
      Attempt attempt = Attempt::refused;
      if (busy) attempt = execute.try_to_advance(progress, step, factor);
      const bool waits = attempt >= Attempt::incident;
      const unsigned waiting = __ballot_sync(full_warp, waits);
      // Lanes that wait try the same step once more with the others, and have its stages when their time has come.
      waited = waiting != 0 ? waited + 1 : 0;
      if (waiting == running || waited > patience<Real>) {
        waited = 0;
        if (waits) busy = execute.settle(attempt, step, factor, progress);
        running = __ballot_sync(full_warp, busy);
      }
      if (attempt == Attempt::quiet) execute.take(step, factor, progress);
    }
    if (i < count) results[i] = execute.finish(progress);
  }
}

/// Calls \p launch with the kernel for a precision and a law of motion, and its executor.
template <class Launch>
void with_kernel(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 const Launch& launch) {
  const auto with = [&]<class Real, template <class> class Dynamics>() {
    launch(segment_kernel<Real, Dynamics>, Executor<Real, Dynamics>(model, controls));
  };
  const auto of = [&]<class Real>() {
    model.sound_square > 0 ? with.template operator()<Real, physics::ElastorelativisticDynamics>()
                           : with.template operator()<Real, physics::NewtonianDynamics>();
  };
  precision == exec::Precision::fp64 ? of.template operator()<double>() : of.template operator()<float>();
}

}  // namespace

void SegmentIntegrator::integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                                  exec::Precision precision, std::span<const exec::Segment> segments,
                                  std::span<exec::SegmentResult> results) {
  if (segments.empty()) return;
  constexpr std::size_t usual_batch = std::size_t{1} << 18;
  const int asked_threads = geometry_.threads_per_block > 0 ? std::min(geometry_.threads_per_block, 128) : 128;
  const int threads = (asked_threads + warp_size - 1) / warp_size * warp_size;
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
    with_kernel(model, controls, precision, [&](auto kernel, const auto& executor) {
      kernel<<<blocks, threads, 0, stream>>>(executor, source, target, length);
    });
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
