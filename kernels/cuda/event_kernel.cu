#include <curand_kernel.h>
#include <thrust/device_vector.h>
#include <thrust/host_vector.h>

#include <algorithm>

#include "kernels/cuda/check.cuh"
#include "kernels/cuda/device_table.cuh"
#include "kernels/cuda/event_kernel.cuh"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::kernels {
namespace {

constexpr int warp_size = 32;
constexpr unsigned full_warp = 0xFFFFFFFFu;

/// The words of curand_init(seed, purpose, 4 block): the generator itself, without its state.
__device__ inline random::Words draw_words(std::uint64_t seed, random::Purpose purpose, std::uint64_t block) {
  const auto subsequence = static_cast<std::uint64_t>(purpose);
  const uint4 counter = {static_cast<unsigned>(block), static_cast<unsigned>(block >> 32),
                         static_cast<unsigned>(subsequence), static_cast<unsigned>(subsequence >> 32)};
  const uint2 key = {static_cast<unsigned>(seed), static_cast<unsigned>(seed >> 32)};
  const uint4 words = curand_Philox4x32_10(counter, key);
  return {{words.x, words.y, words.z, words.w}};
}

__device__ inline void count_one(unsigned* shared, unsigned long long* counts, std::int64_t slot) {
  if (shared) {
    atomicAdd(shared + slot, 1u);
  } else {
    atomicAdd(counts + slot, 1ull);
  }
}

/// Histograms gather in shared 32-bit counters where they fit and are flushed to 64 bits before they could overflow:
/// the caller keeps a block below 2^32 events per launch. What whole warps share is counted by ballots.
template <class Table>
__global__ void __launch_bounds__(256)
    event_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ Table table,
                 std::uint64_t seed, random::Stratum stratum, random::EventSequence events, bool use_shared,
                 unsigned long long* counts) {
  extern __shared__ unsigned shared_storage[];
  const exec::EventExecutor<Table> executor(model, table);
  const exec::TallyLayout layout(model);
  const auto histogram_size = static_cast<int>(layout.threshold(0, 0));
  unsigned* shared = use_shared ? shared_storage : nullptr;
  if (shared) {
    for (int i = threadIdx.x; i < histogram_size; i += blockDim.x) shared[i] = 0;
    __syncthreads();
  }

  const int lane = threadIdx.x % warp_size;
  const std::uint64_t stride = static_cast<std::uint64_t>(gridDim.x) * blockDim.x;
  const std::uint64_t warp_start = static_cast<std::uint64_t>(blockIdx.x) * blockDim.x + (threadIdx.x - lane);
  unsigned long long silent = 0, rejected = 0, above = 0;  // of the warp; `above` is the lane's own threshold
  for (std::uint64_t base = warp_start; base < events.count; base += stride) {
    const std::uint64_t event = events.index(base + lane);
    const bool exists = base + lane < events.count;
    const exec::Dislocation d = executor.draw(draw_words(seed, random::Purpose::pin_height_and_stress, event), stratum);
    bool rejects = exists && executor.too_high(d);
    if (executor.in_grains()) {
      const random::Words words = draw_words(seed, random::Purpose::grain, event);
      rejects = exists && (rejects || executor.exceeds_grain(d, words.word[0], words.word[1], words.word[2]));
    }
    const table::LinePlace line = executor.place(d);
    const bool emits = exists && !rejects && line.z > 0.0f;
    rejected += __popc(__ballot_sync(full_warp, rejects));
    silent += __popc(__ballot_sync(full_warp, exists && !rejects && !emits));
    table::Energies energies{};
    if (emits) {
      energies = executor.energies(line);
      const bool fast = executor.supersonic(line);
      for (int channel = 0; channel < table::channels; ++channel) {
        count_one(shared, counts, layout.slot(channel, fast, model.bins.slot(energies.log2_energy[channel])));
      }
      if (layout.plane_slots > 0) {
        atomicAdd(
            counts + layout.plane(model.plane.slot(energies.log2_energy[0]), model.plane.slot(energies.log2_energy[1])),
            1ull);
      }
    }
    for (int channel = 0; channel < table::channels; ++channel) {
      for (int t = 0; t < model.thresholds; ++t) {
        const unsigned passing = __ballot_sync(full_warp, emits && energies.log2_energy[channel] >= model.threshold[t]);
        if (lane == channel * exec::most_thresholds + t) above += __popc(passing);
      }
    }
  }

  if (lane == 0) {
    if (rejected) atomicAdd(counts + layout.rejected(), rejected);
    for (int channel = 0; channel < table::channels; ++channel) {
      if (silent) atomicAdd(counts + layout.slot(channel, false, tally::LogBins::zero), silent);
    }
  }
  const int channel = lane / exec::most_thresholds, t = lane % exec::most_thresholds;
  if (t < model.thresholds && above) atomicAdd(counts + layout.threshold(channel, t), above);
  if (shared) {
    __syncthreads();
    for (int i = threadIdx.x; i < histogram_size; i += blockDim.x) {
      if (shared[i]) atomicAdd(counts + i, static_cast<unsigned long long>(shared[i]));
    }
  }
}
static_assert(table::channels * exec::most_thresholds <= warp_size);

template <class Table>
class CudaSampler : public host::EventSampler {
 public:
  CudaSampler(const exec::EventModel& model, const Table& table, CudaGeometry geometry)
      : model_(model), table_(table), counts_(exec::TallyLayout(model).size()) {
    int device = 0, processors = 0, per_processor = 0, shared_limit = 0;
    check(cudaGetDevice(&device), "asking for the device");
    check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "asking for its processors");
    check(cudaDeviceGetAttribute(&shared_limit, cudaDevAttrMaxSharedMemoryPerBlock, device), "asking for its memory");
    threads_ = geometry.threads_per_block > 0 ? geometry.threads_per_block : 256;
    if (threads_ % warp_size != 0 || threads_ > 256) {
      throw host::BackendError("the event kernel takes 32 to 256 threads per block, a multiple of 32");
    }
    const std::size_t histogram = exec::TallyLayout(model).threshold(0, 0) * sizeof(unsigned);
    shared_bytes_ = histogram <= static_cast<std::size_t>(shared_limit) ? histogram : 0;
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&per_processor, event_kernel<Table>, threads_, shared_bytes_),
          "asking for the occupancy");
    blocks_ = geometry.blocks > 0 ? geometry.blocks : std::max(1, processors * per_processor);
  }

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    thrust::fill(counts_.begin(), counts_.end(), 0ull);
    // A block's share of a launch stays below 2^31, so that no 32-bit counter of it can overflow.
    const std::uint64_t most = static_cast<std::uint64_t>(blocks_) << 31;
    for (std::uint64_t done = 0; done < events.count;) {
      const std::uint64_t part = std::min(events.count - done, most);
      event_kernel<Table><<<blocks_, threads_, shared_bytes_>>>(model_, *table_, seed, stratum, events.part(done, part),
                                                                shared_bytes_ > 0,
                                                                thrust::raw_pointer_cast(counts_.data()));
      check(cudaGetLastError(), "launching the event kernel");
      check(cudaDeviceSynchronize(), "running the event kernel");
      done += part;
    }
    const thrust::host_vector<unsigned long long> own = counts_;
    for (std::size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
  }

 private:
  exec::EventModel model_;
  DeviceTable<Table> table_;
  thrust::device_vector<unsigned long long> counts_;
  int threads_ = 0, blocks_ = 0;
  std::size_t shared_bytes_ = 0;
};

}  // namespace

std::unique_ptr<host::EventSampler> make_cuda_sampler(const exec::EventModel& model, const table::Zones& table,
                                                      CudaGeometry geometry) {
  if (table.divided()) return std::make_unique<CudaSampler<table::Zones>>(model, table, geometry);
  return std::make_unique<CudaSampler<table::View>>(model, table.upper, geometry);
}

}  // namespace slipburst::kernels
