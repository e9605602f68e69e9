#include <algorithm>

#include "kernels/backend/experiment_copy.hpp"
#include "kernels/cuda/approximate.hpp"
#include "kernels/cuda/check.cuh"
#include "kernels/cuda/cluster_kernel.cuh"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/kernel_time.cuh"
#include "kernels/cuda/threads.cuh"
#include "slipburst/exec/estimated_hops.hpp"

namespace slipburst::kernels {
namespace {

using tally::MotionLayout;

using Hops = exec::EstimatedHops<Approximate>;

/// An area of interest that a warp watches: its counters, which its clusters share, in shared memory. 32 bits suffice:
/// an area has less than 2^31 moves, see host/detrapping/watched_clusters.cpp.
class WatchedArea {
 public:
  struct alignas(16) Head {
    Hops hops;
    std::uint64_t event;
    std::int32_t condition;  ///< negative: no area

    /// Words of the event, by stream.
    __device__ random::Words words(const random::PhiloxKeys& keys, std::uint64_t stream) const {
      // Low halves apart: as part of a 64-bit number they are multiplied as one.
      return random::philox(keys,
                            {{held(static_cast<std::uint32_t>(event)), static_cast<std::uint32_t>(event >> 32),
                              held(static_cast<std::uint32_t>(stream)), static_cast<std::uint32_t>(stream >> 32)}});
    }
  };

  __host__ __device__ static std::size_t bytes(const MotionLayout& layout) {
    const std::size_t all = sizeof(Head) + static_cast<std::size_t>(layout.size()) * sizeof(unsigned);
    return (all + alignof(Head) - 1) / alignof(Head) * alignof(Head);
  }

  /// \param shared  bytes() of shared memory
  __device__ WatchedArea(const MotionLayout& layout, char* shared) : layout_(layout), shared_(shared) {}
  __device__ bool operator==(const WatchedArea& other) const { return shared_ == other.shared_; }

  __device__ Head& head() const { return *reinterpret_cast<Head*>(shared_); }

  __device__ void hop(std::int32_t window, bool direct, std::int32_t distance) {
    count(layout_.window(window, direct ? MotionLayout::direct : MotionLayout::supplied));
    count(layout_.distance(distance));
  }
  __device__ void moved(std::int32_t window) { count(layout_.window(window, MotionLayout::moved)); }
  __device__ void cluster(std::int64_t seen) { count(layout_.moves(seen)); }

  // To be called by all lanes of a warp:

  __device__ void begin(const detrapping::Experiment& experiment, std::uint64_t event) {
    for (int i = lane_of_warp(); i < layout_.size(); i += warp_size) counts()[i] = 0;
    const std::int32_t condition = exec::condition_of(experiment, event);
    if (lane_of_warp() == 0) {
      head() = {Hops(experiment, experiment.conditions[condition]), event, condition};
    }
    __syncwarp();
  }
  __device__ void begin_without() {
    if (lane_of_warp() == 0) head().condition = -1;
    __syncwarp();
  }
  /// Adds the counts of the area, if there is one, to the counters of all conditions.
  __device__ void flush(unsigned long long* all_counts) const {
    __syncwarp();
    const std::int32_t condition = head().condition;
    if (condition >= 0) add_to(all_counts + static_cast<std::int64_t>(condition) * layout_.size());
    __syncwarp();
  }

 private:
  __device__ void add_to(unsigned long long* all) const {
    for (int i = lane_of_warp(); i < layout_.areas(); i += warp_size) {
      if (counts()[i]) atomicAdd(all + i, static_cast<unsigned long long>(counts()[i]));
    }
    for (int w = lane_of_warp(); w < layout_.windows; w += warp_size) {
      const unsigned long long moves =
          counts()[layout_.window(w, MotionLayout::supplied)] + counts()[layout_.window(w, MotionLayout::direct)];
      if (moves) atomicAdd(all + layout_.window(w, MotionLayout::squares), moves * moves);
    }
    if (lane_of_warp() == 0) atomicAdd(all + layout_.areas(), 1ull);
  }

  __device__ unsigned* counts() const { return reinterpret_cast<unsigned*>(shared_ + sizeof(Head)); }
  __device__ void count(std::int32_t counter) { atomicAdd(counts() + counter, 1u); }

  MotionLayout layout_;
  char* shared_;
};

/// Areas of interest of a warp, a grid apart.
class WarpAreas {
 public:
  __device__ WarpAreas(std::uint64_t first, std::uint64_t count)
      : first_(first), count_(count), warps_(all_threads() / warp_size), shifted_(own_thread() / warp_size) {
    skip();
  }

  __device__ bool any() const { return before_ < count_; }
  __device__ std::uint64_t next() {
    const std::uint64_t event = first_ + before_ + shifted_;
    advance();
    skip();
    return event;
  }

 private:
  __device__ void advance() {
    before_ += warps_;
    // Shifted by one each round, so that each warp gets all conditions in turn, as some have many more moves.
    shifted_ = shifted_ + 1 == warps_ ? 0 : shifted_ + 1;
  }
  /// Passes over the last round, which has not an area for each warp.
  __device__ void skip() {
    if (before_ + shifted_ >= count_) before_ = count_;
  }

  std::uint64_t first_, count_, warps_, shifted_, before_ = 0;
};

/// Kernel in which a warp watches several areas of interest at a time, so that its lanes stay busy: a lane takes the
/// next cluster when its last one has come to its end, since some clusters hop many times more often than others, and
/// the next area is begun when no cluster of the last one is left to take.
///
/// \param at_a_time  number of areas that a warp watches at a time
__global__ void __launch_bounds__(256, 4)
    cluster_kernel(const __grid_constant__ detrapping::Experiment experiment,
                   const __grid_constant__ random::PhiloxKeys keys, std::uint64_t first, std::uint64_t count,
                   int at_a_time, unsigned long long* all_counts) {
  extern __shared__ uint4 shared[];
  const MotionLayout layout{experiment.windows};
  const std::size_t area_bytes = WatchedArea::bytes(layout);
  const WarpLane lane = WarpLane::own();
  char* const shared_of_warp = reinterpret_cast<char*>(shared) + threadIdx.x / warp_size * at_a_time * area_bytes;
  const auto watched = [&](int k) { return WatchedArea(layout, shared_of_warp + k * area_bytes); };
  for (int k = 0; k < at_a_time; ++k) watched(k).begin_without();

  WarpAreas areas(first, count);
  int newest = 0, next = experiment.clusters;  // the area begun last, and its next cluster
  WatchedArea area = watched(0);               // area of this lane's cluster
  exec::ClusterWalk walk(0);
  bool walks = false;
  for (;;) {
    const unsigned idle = __ballot_sync(full_warp, !walks);
    if (idle != 0) {
      if (next >= experiment.clusters) {
        const int oldest = newest + 1 == at_a_time ? 0 : newest + 1;
        WatchedArea done = watched(oldest);
        if (areas.any() && !__any_sync(full_warp, walks && area == done)) {
          done.flush(all_counts);
          done.begin(experiment, areas.next());
          newest = oldest;
          next = 0;
        } else if (idle == full_warp) {
          break;
        }
      }
      const int cluster = next + __popc(idle & lane.before);
      if (!walks && cluster < experiment.clusters) {
        walk = exec::ClusterWalk(static_cast<std::uint32_t>(cluster));
        walks = true;
        area = watched(newest);
      }
      next += __popc(idle);
    }
    if (walks) {
      const WatchedArea::Head& head = area.head();
      const double* const indirect_Hz = exec::indirect_Hz_of(experiment, head.condition);
      const auto draw = [&](std::uint64_t stream) { return head.words(keys, stream); };
      walks = walk.hop(experiment, head.hops, indirect_Hz, draw, area);
    }
  }
  for (int k = 0; k < at_a_time; ++k) watched(k).flush(all_counts);
}

constexpr int usual_threads = 32;

/// Areas that a warp watches at a time: four if their counters leave room for 32 warps on a multiprocessor of sm_90.
int areas_at_a_time(const MotionLayout& layout) {
  constexpr std::size_t room = 7 << 10, most = 4;
  return static_cast<int>(std::clamp<std::size_t>(room / WatchedArea::bytes(layout), 1, most));
}

class CudaClusterCounter : public EventCounter {
 public:
  CudaClusterCounter(const ClusterTask& task, CudaGeometry geometry)
      : seed_(task.seed), experiment_(task.experiment), at_a_time_(areas_at_a_time({task.experiment.windows})) {
    threads_ = geometry.threads_per_block > 0 ? geometry.threads_per_block : usual_threads;
    if (threads_ % warp_size != 0 || threads_ > 256) {
      throw BackendError("kernels of clusters take 32 to 256 threads per block, a multiple of 32");
    }
    shared_bytes_ =
        WatchedArea::bytes({task.experiment.windows}) * static_cast<std::size_t>(at_a_time_ * threads_ / warp_size);
    int device = 0, processors = 0, per_processor = 0;
    check(cudaGetDevice(&device), "asking for the device");
    check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "asking for its processors");
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&per_processor, cluster_kernel, threads_, shared_bytes_),
          "asking for the occupancy");
    blocks_ = geometry.blocks > 0 ? geometry.blocks : std::max(1, processors * per_processor);
    counts_.reset(task.counters());
  }

  void add(std::uint64_t first, std::uint64_t count) override {
    runs_.run("running the kernel of clusters", [&] {
      cluster_kernel<<<blocks_, threads_, shared_bytes_>>>(*experiment_, random::PhiloxKeys(seed_), first, count,
                                                           at_a_time_, counts_.data());
    });
  }

  void collect(std::span<std::uint64_t> counts) override {
    counts_.add_to(counts);
    counts_.reset(counts.size());
  }

 private:
  std::uint64_t seed_;
  ExperimentCopy<GpuMemory> experiment_;
  DeviceArray<unsigned long long> counts_;
  TimedRuns runs_;
  int at_a_time_, threads_ = 0, blocks_ = 0;
  std::size_t shared_bytes_ = 0;
};

}  // namespace

std::unique_ptr<EventCounter> make_cuda_cluster_counter(const ClusterTask& task, CudaGeometry geometry) {
  require_device_memory(experiment_bytes(task.experiment) + counter_bytes(task.counters()));
  return std::make_unique<CudaClusterCounter>(task, geometry);
}

}  // namespace slipburst::kernels
