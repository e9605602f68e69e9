#pragma once
/// \file Launch of a kernel that tallies events, and the counters it adds to.

#include <algorithm>
#include <cstdint>
#include <span>

#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/check.cuh"
#include "kernels/cuda/cuda_backend.hpp"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/kernel_time.cuh"

namespace slipburst::kernels {

/// Largest tally in shared memory, in bytes: three blocks of it fit on a multiprocessor of sm_90.
inline constexpr std::size_t max_shared_tally = 64 << 10;

/// Place of the tally in the shared memory of a block: behind its queues.
struct TallyMemory {
  bool fits;          ///< whether it has any
  std::size_t begin;  ///< in units of `unsigned`
};

class TallyLaunch {
 public:
  static constexpr int max_threads = 256;  ///< per block

  /// \param queue_bytes  shared memory that a block of so many threads takes for queues
  /// \param max_tally  largest tally in shared memory, in bytes; 0: the kernel has none
  template <class Kernel>
  TallyLaunch(const exec::EventModel& model, Kernel kernel, CudaGeometry geometry,
              std::size_t (*queue_bytes)(int threads), std::size_t max_tally = max_shared_tally) {
    int device = 0, processors = 0, per_processor = 0, shared_limit = 0;
    check(cudaGetDevice(&device), "asking for the device");
    check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "asking for its processors");
    check(cudaDeviceGetAttribute(&shared_limit, cudaDevAttrMaxSharedMemoryPerBlockOptin, device),
          "asking for its memory");
    threads_ = geometry.threads_per_block > 0 ? geometry.threads_per_block : max_threads;
    if (threads_ % warp_size != 0 || threads_ > max_threads) {
      throw BackendError("kernels of events take 32 to 256 threads per block, a multiple of 32");
    }
    const std::size_t queues = queue_bytes(threads_), tally = SharedTally::bytes(exec::TallyLayout(model));
    const auto limit = static_cast<std::size_t>(shared_limit);
    memory_ = {tally <= max_tally && queues + tally <= limit, queues / sizeof(unsigned)};
    shared_bytes_ = memory_.fits ? queues + tally : queues;
    // For any model and number of threads: the last call counts for all launches of the kernel.
    check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               static_cast<int>(std::min(limit, queue_bytes(max_threads) + max_tally))),
          "asking for shared memory");
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&per_processor, kernel, threads_, shared_bytes_),
          "asking for the occupancy");
    blocks_ = geometry.blocks > 0 ? geometry.blocks : std::max(1, processors * per_processor);
    if (geometry.events_per_block > 0) events_per_block_ = std::min(geometry.events_per_block, events_per_block_);
  }

  int blocks() const { return blocks_; }
  int threads() const { return threads_; }
  std::size_t shared_bytes() const { return shared_bytes_; }
  const TallyMemory& memory() const { return memory_; }

  /// Calls launch(part of the events, counters on the device) until all events are done, and adds the counts to
  /// `counts`.
  template <class Launch>
  void add(const random::EventSequence& events, std::span<std::uint64_t> counts, Launch launch) {
    // Plain releases count in all slices at once: many more counters than were checked at construction.
    if (counts.size() > counts_.capacity()) require_device_memory(counter_bytes(counts.size()));
    counts_.reset(counts.size());
    const std::uint64_t most = static_cast<std::uint64_t>(blocks_) * events_per_block_;
    for (std::uint64_t done = 0; done < events.count;) {
      const std::uint64_t part = std::min(events.count - done, most);
      runs_.run("running a kernel of events", [&] { launch(events.part(done, part), counts_.data()); });
      done += part;
    }
    counts_.add_to(counts);
  }

 private:
  DeviceArray<unsigned long long> counts_;
  TimedRuns runs_;
  int threads_ = 0, blocks_ = 0;
  std::size_t shared_bytes_ = 0;
  TallyMemory memory_{};
  /// A block's share of a launch, so small that no 32-bit counter of it can overflow.
  std::uint64_t events_per_block_ = std::uint64_t{1} << 31;
};

}  // namespace slipburst::kernels
