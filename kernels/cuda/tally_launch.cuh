#pragma once
/// \file Launch of a kernel that tallies events, and the counters it adds to.

#include <thrust/device_vector.h>
#include <thrust/host_vector.h>

#include <algorithm>
#include <cstdint>
#include <span>

#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/check.cuh"
#include "kernels/cuda/cuda_backend.hpp"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/kernel_time.cuh"

namespace slipburst::kernels {

/// Place of the tally in the shared memory of a block: behind its queues.
struct TallyMemory {
  bool fits;          ///< whether it has any
  std::size_t begin;  ///< in units of `unsigned`
};

class TallyLaunch {
 public:
  /// \param queue_bytes  shared memory that a block of so many threads takes for queues
  template <class Kernel>
  TallyLaunch(const exec::EventModel& model, Kernel kernel, CudaGeometry geometry,
              std::size_t (*queue_bytes)(int threads)) {
    int device = 0, processors = 0, per_processor = 0, shared_limit = 0;
    check(cudaGetDevice(&device), "asking for the device");
    check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "asking for its processors");
    check(cudaDeviceGetAttribute(&shared_limit, cudaDevAttrMaxSharedMemoryPerBlock, device), "asking for its memory");
    threads_ = geometry.threads_per_block > 0 ? geometry.threads_per_block : 256;
    if (threads_ % warp_size != 0 || threads_ > 256) {
      throw BackendError("kernels of events take 32 to 256 threads per block, a multiple of 32");
    }
    const std::size_t queues = queue_bytes(threads_), tally = SharedTally::bytes(exec::TallyLayout(model));
    memory_ = {queues + tally <= static_cast<std::size_t>(shared_limit), queues / sizeof(unsigned)};
    shared_bytes_ = memory_.fits ? queues + tally : queues;
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
    counts_.assign(counts.size(), 0ull);
    const std::uint64_t most = static_cast<std::uint64_t>(blocks_) * events_per_block_;
    for (std::uint64_t done = 0; done < events.count;) {
      const std::uint64_t part = std::min(events.count - done, most);
      run_timed("running a kernel of events", [&] {
        launch(events.part(done, part), thrust::raw_pointer_cast(counts_.data()));
        check(cudaGetLastError(), "launching a kernel of events");
      });
      done += part;
    }
    const thrust::host_vector<unsigned long long> own = counts_;
    for (std::size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
  }

 private:
  thrust::device_vector<unsigned long long> counts_;
  int threads_ = 0, blocks_ = 0;
  std::size_t shared_bytes_ = 0;
  TallyMemory memory_{};
  /// A block's share of a launch, so small that no 32-bit counter of it can overflow.
  std::uint64_t events_per_block_ = std::uint64_t{1} << 31;
};

}  // namespace slipburst::kernels
