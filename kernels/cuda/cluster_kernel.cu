#include <algorithm>

#include "kernels/backend/experiment_copy.hpp"
#include "kernels/cuda/check.cuh"
#include "kernels/cuda/cluster_kernel.cuh"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/kernel_time.cuh"
#include "kernels/cuda/threads.cuh"
#include "slipburst/exec/cluster_executor.hpp"

namespace slipburst::kernels {
namespace {

using tally::MotionLayout;

/// Counters that the clusters of one area share, in shared memory. 32 bits suffice: an area has less than 2^31 moves,
/// see host/detrapping/watched_clusters.cpp.
struct AreaTally {
  MotionLayout layout;
  unsigned* shared;  ///< as MotionLayout

  __device__ void hop(std::int32_t window, bool direct, std::int32_t distance) {
    atomicAdd(shared + layout.window(window, direct ? MotionLayout::direct : MotionLayout::supplied), 1u);
    atomicAdd(shared + layout.distance(distance), 1u);
  }
  __device__ void moved(std::int32_t window) { atomicAdd(shared + layout.window(window, MotionLayout::moved), 1u); }
  __device__ void cluster(std::int64_t seen) { atomicAdd(shared + layout.moves(seen), 1u); }
};

/// Kernel with a block per area of interest. A thread takes the next cluster of its warp when its last one has come to
/// its end, since some clusters hop many times more often than others.
__global__ void __launch_bounds__(256)
    cluster_kernel(const __grid_constant__ detrapping::Experiment experiment,
                   const __grid_constant__ random::PhiloxKeys keys, std::uint64_t first, std::uint64_t count,
                   unsigned long long* all_counts) {
  extern __shared__ unsigned shared[];
  const MotionLayout layout{experiment.windows};
  const std::uint64_t blocks = gridDim.x;
  const int warps = blockDim.x / warp_size;
  const unsigned before = held(lanes_before());
  for (std::uint64_t round = 0; round * blocks < count; ++round) {
    // Shifted by one each round, so that each block gets all conditions in turn, as some have many more moves.
    const std::uint64_t area = round * blocks + (blockIdx.x + round) % blocks;
    if (area >= count) continue;  // the whole block
    const std::uint64_t event = first + area;
    const std::int32_t condition = exec::condition_of(experiment, event);
    for (int i = threadIdx.x; i < layout.size(); i += blockDim.x) shared[i] = 0;
    __syncthreads();
    AreaTally tally{layout, shared};
    const exec::EventWords draw{keys, event};
    exec::ClusterWalk walk(0);
    bool walks = false;
    for (int next = threadIdx.x / warp_size;;) {  // the warp's next cluster; warps take turns
      const unsigned idle = __ballot_sync(full_warp, !walks);
      if (idle != 0 && next < experiment.clusters) {
        const int cluster = next + __popc(idle & before) * warps;
        next += __popc(idle) * warps;
        if (!walks) walk = exec::ClusterWalk(static_cast<std::uint32_t>(cluster));
        walks |= cluster < experiment.clusters;
      } else if (idle == full_warp) {
        break;
      }
      if (walks) walks = walk.hop(experiment, condition, draw, tally);
    }
    __syncthreads();
    unsigned long long* const counts = all_counts + static_cast<std::int64_t>(condition) * layout.size();
    for (int i = threadIdx.x; i < layout.areas(); i += blockDim.x) {
      if (shared[i]) atomicAdd(counts + i, static_cast<unsigned long long>(shared[i]));
    }
    for (int w = threadIdx.x; w < experiment.windows; w += blockDim.x) {
      const unsigned long long moves =
          shared[layout.window(w, MotionLayout::supplied)] + shared[layout.window(w, MotionLayout::direct)];
      if (moves) atomicAdd(counts + layout.window(w, MotionLayout::squares), moves * moves);
    }
    if (threadIdx.x == 0) atomicAdd(counts + layout.areas(), 1ull);
    __syncthreads();
  }
}

constexpr int usual_threads = 32;

class CudaClusterCounter : public EventCounter {
 public:
  CudaClusterCounter(const ClusterTask& task, CudaGeometry geometry)
      : seed_(task.seed),
        experiment_(task.experiment),
        shared_bytes_(static_cast<std::size_t>(MotionLayout{task.experiment.windows}.size()) * sizeof(unsigned)) {
    // Few threads, each with several clusters: the threads that have none left wait for the others.
    threads_ = geometry.threads_per_block > 0 ? geometry.threads_per_block : usual_threads;
    if (threads_ % warp_size != 0 || threads_ > 256) {
      throw BackendError("kernels of clusters take 32 to 256 threads per block, a multiple of 32");
    }
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
                                                           counts_.data());
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
  std::size_t shared_bytes_;
  int threads_ = 0, blocks_ = 0;
};

}  // namespace

std::unique_ptr<EventCounter> make_cuda_cluster_counter(const ClusterTask& task, CudaGeometry geometry) {
  require_device_memory(experiment_bytes(task.experiment) + counter_bytes(task.counters()));
  return std::make_unique<CudaClusterCounter>(task, geometry);
}

}  // namespace slipburst::kernels
