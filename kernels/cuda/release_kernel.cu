#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/backend/slices_copy.hpp"
#include "kernels/backend/table_copy.hpp"
#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/lane_events.hpp"
#include "kernels/cuda/release_kernel.cuh"
#include "kernels/cuda/tally_launch.cuh"
#include "kernels/cuda/warp_queue.cuh"
#include "slipburst/exec/event_outcome.hpp"
#include "slipburst/exec/release_bounds.hpp"
#include "slipburst/exec/release_source.hpp"

namespace slipburst::kernels {
namespace {

/// A release that may emit or be rejected, with the words of its line, in pieces of 16 bytes that are stored at once.
template <bool plain>
struct KeptRelease;
template <>
struct alignas(16) KeptRelease<false> {
  std::uint32_t line[3];
  std::uint32_t number;  ///< of the event, see WarpEvents
  release::Stress stress;
};
template <>
struct alignas(16) KeptRelease<true> {
  std::uint32_t line[3];
  std::uint32_t number;
  release::Stress stress;
  std::int32_t slice = 0;
};

/// Draws of a thread that share the loads of constants.
constexpr int drawn_together = 2, taken_together = 2;
/// Events whose release has to be computed, and releases that have to be looked up and counted.
using UnsureQueue = WarpQueue<std::uint32_t, 1, drawn_together>;
template <bool plain>
using KeptQueue = WarpQueue<KeptRelease<plain>, taken_together, drawn_together>;

template <bool plain>
std::size_t queue_bytes(int threads) {
  return KeptQueue<plain>::bytes(threads) + UnsureQueue::bytes(threads);
}

/// Counts of the releases of one slice, or of plain draws, which spread over all slices.
template <bool plain>
class ReleaseTally;

template <>
class ReleaseTally<false> {
 public:
  __device__ ReleaseTally(const exec::EventModel& model, const release::Slices&, const TallyMemory& memory,
                          unsigned* shared, unsigned long long* counts)
      : tally_(model, memory.fits, shared + memory.begin, counts) {}

  __device__ void silent(std::int32_t /*slice*/) { tally_.expect(1); }
  __device__ void reject(std::int32_t /*slice*/) {
    tally_.expect(1);
    tally_.reject();
  }
  __device__ void emit(std::int32_t /*slice*/, const table::Energies& energies, bool supersonic) {
    tally_.expect(1);
    tally_.emit(energies, supersonic);
  }
  __device__ void flush() { tally_.flush(); }

 private:
  BlockTally tally_;
};

/// Silent releases gather in shared memory, by slice; the others are counted one by one in that of their release.
template <>
class ReleaseTally<true> {
 public:
  static constexpr int max_slices = 1024;  ///< with shared counters

  static std::size_t bytes(int threads) { return queue_bytes<true>(threads) + max_slices * sizeof(unsigned); }

  __device__ ReleaseTally(const exec::EventModel& model, const release::Slices& slices, const TallyMemory&,
                          unsigned* shared, unsigned long long* counts)
      : model_(model),
        layout_(model),
        slices_(slices.slices <= max_slices ? slices.slices : 0),
        silent_(held(shared + (blockDim.x / warp_size) * ((KeptQueue<true>::capacity * sizeof(KeptRelease<true>) +
                                                           UnsureQueue::capacity * sizeof(std::uint32_t)) /
                                                          sizeof(unsigned)))),
        counts_(counts) {
    for (int i = threadIdx.x; i < slices_; i += blockDim.x) silent_[i] = 0;
    __syncthreads();
  }

  __device__ void silent(std::int32_t slice) {
    if (slices_ > 0) {
      atomicAdd(silent_ + slice, 1u);
    } else {
      add_silent(slice, 1);
    }
  }
  __device__ void reject(std::int32_t slice) { atomicAdd(of(slice) + layout_.rejected(), 1ull); }
  __device__ void emit(std::int32_t slice, const table::Energies& energies, bool supersonic) {
    add_to(model_, layout_, energies, supersonic, of(slice));
  }
  __device__ void flush() {
    __syncthreads();
    for (int slice = threadIdx.x; slice < slices_; slice += blockDim.x) {
      if (silent_[slice]) add_silent(slice, silent_[slice]);
    }
  }

 private:
  __device__ unsigned long long* of(std::int32_t slice) const { return counts_ + slice * layout_.size(); }
  __device__ void add_silent(std::int32_t slice, unsigned long long count) {
    for (int channel = 0; channel < table::channels; ++channel) {
      atomicAdd(of(slice) + layout_.slot(channel, false, tally::LogBins::zero), count);
    }
  }

  const exec::EventModel& model_;
  exec::TallyLayout layout_;
  std::int32_t slices_;
  unsigned* silent_;
  unsigned long long* counts_;
};

/// Release as far as the words of an event tell it.
template <bool plain>
__device__ inline release::ToldRelease told_release(const release::Slices& slices, const exec::ReleaseSource& from,
                                                    const random::PhiloxKeys& keys, const exec::ReleaseBounds& bounds,
                                                    std::uint64_t event) {
  const random::Words pin = exec::words_of(keys, random::Purpose::pin_strength, event),
                      time = exec::words_of(keys, random::Purpose::release_time, event);
  if constexpr (plain) {
    const int interval = release::PlainWords::interval(pin.word[1]), lane = lane_of_warp();
    const std::uint32_t lowest = __shfl_sync(full_warp, bounds.plain.lowest[lane], interval),
                        greatest = __shfl_sync(full_warp, bounds.plain.greatest[lane], interval);
    const auto slice = static_cast<std::int32_t>(
        __shfl_sync(full_warp, static_cast<std::uint32_t>(bounds.plain.slice[lane]), interval));
    return release::PlainWords::told_release(time.word[1], lowest, greatest, slice, bounds.plain.stress);
  } else {
    return slices.told_release(from.slice, pin.word[1], time.word[2]);
  }
}
static_assert(release::PlainWords::intervals == warp_size);

/// Events pass through three steps, each with full warps: the random words tell of most whether they are releases, and
/// whether these are silent; releases that are not told are computed; the rest is looked up and counted.
template <class Table, bool plain>
__global__ void __launch_bounds__(256, 2)
    release_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ Table table,
                   const __grid_constant__ release::Slices slices, exec::ReleaseSource from,
                   const __grid_constant__ random::PhiloxKeys keys, const __grid_constant__ exec::ReleaseBounds bounds,
                   random::EventSequence events, TallyMemory memory, unsigned long long* counts) {
  extern __shared__ uint4 shared_storage[];
  const exec::EventExecutor<Table> executor(model, table);
  ReleaseTally<plain> tally(model, slices, memory, reinterpret_cast<unsigned*>(shared_storage), counts);
  auto* const kept_storage = reinterpret_cast<KeptRelease<plain>*>(shared_storage);
  KeptQueue<plain> kept(kept_storage);
  UnsureQueue unsure(
      reinterpret_cast<std::uint32_t*>(kept_storage + blockDim.x / warp_size * KeptQueue<plain>::capacity));
  const WarpEvents numbered(events, own_thread() - lane_of_warp(), all_threads());
  const std::uint32_t greatest = bounds.silent.greatest[lane_of_warp()];  // of the lane's interval
  const auto count_or_keep = [&](bool happens, std::uint64_t event, std::uint32_t number,
                                 const release::Release& release) {
    if (plain && __ballot_sync(full_warp, happens) == 0) return;
    const random::Words line = exec::words_of(keys, random::Purpose::pin_height_and_stress, event);
    const bool silent = line.word[1] > __shfl_sync(full_warp, greatest, exec::SilentWords::interval(line.word[2]));
    if (happens && silent) tally.silent(release.slice);
    KeptRelease<plain> entry{{line.word[0], line.word[1], line.word[2]}, number, release.stress};
    if constexpr (plain) entry.slice = release.slice;
    kept.put(happens && !silent, entry);
  };
  const auto count = [&](const KeptRelease<plain>& release) {
    std::int32_t slice = from.slice;
    if constexpr (plain) slice = release.slice;
    const exec::Dislocation pinned = exec::pinned_under(
        executor.draw({{release.line[0], release.line[1], release.line[2], 0}}), release.stress.pinned);
    if (exec::rejects(executor, pinned, keys, numbered.event(release.number))) {
      tally.reject(slice);
      return;
    }
    const table::LinePlace line = executor.place(exec::under_stress(pinned, release.stress.rise));
    if (!(line.z > 0.0f)) {
      tally.silent(slice);
      return;
    }
    table::Energies energies = executor.energies(line);
    const float length = exec::log2_length(release.stress.rise);
    for (float& energy : energies.log2_energy) energy += length;
    tally.emit(slice, energies, executor.supersonic(line));
  };
  LaneEvents<drawn_together> drawn(events, own_thread(), all_threads());
  const std::uint64_t step = held(drawn.step());
  std::uint32_t number = lane_of_warp();
  for (;;) {
    while (drawn.any() && !kept.full() && !unsure.full()) {
      std::uint64_t event = drawn.event(0);
#pragma unroll
      for (int k = 0; k < drawn_together; ++k, event += step, number += warp_size) {
        const release::ToldRelease told = told_release<plain>(slices, from, keys, bounds, event);
        count_or_keep(drawn.exists(k) && told.happens, event, number, told.release);
        unsure.put(drawn.exists(k) && told.unsure, number);
      }
      drawn.next_from(event);
    }
    if (!kept.full() && !unsure.empty()) {
      std::uint32_t numbers[1];
      const bool exists = unsure.present(0, unsure.take(numbers));
      const std::uint64_t event = numbered.event(exists ? numbers[0] : 0);
      const release::Release release = exec::draw_release<plain>(slices, from, keys, event);
      count_or_keep(exists && release.slice >= 0, event, numbers[0], release);
    } else if (!kept.empty()) {
      KeptRelease<plain> releases[taken_together];
      const int taken = kept.take(releases);
#pragma unroll
      for (int k = 0; k < taken_together; ++k) {
        if (kept.present(k, taken)) count(releases[k]);
      }
    } else {
      break;
    }
  }
  tally.flush();
}

template <class Table>
class CudaReleaseSampler : public ReleaseSampler {
 public:
  CudaReleaseSampler(const exec::EventModel& model, const Table& table, const release::Slices& slices,
                     CudaGeometry geometry)
      : model_(model),
        host_table_(table),
        host_slices_(slices),
        table_(table),
        slices_(slices),
        sliced_(model, release_kernel<Table, false>, geometry, queue_bytes<false>),
        plain_(model, release_kernel<Table, true>, geometry, ReleaseTally<true>::bytes, 0) {}

  void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const bool plain = from.slice < 0;
    const auto kernel = plain ? release_kernel<Table, true> : release_kernel<Table, false>;
    TallyLaunch& launch = plain ? plain_ : sliced_;
    const exec::ReleaseBounds bounds(model_, host_table_, host_slices_, from);
    launch.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      kernel<<<launch.blocks(), launch.threads(), launch.shared_bytes()>>>(
          model_, *table_, *slices_, from, random::PhiloxKeys(seed), bounds, part, launch.memory(), own);
    });
  }

 private:
  exec::EventModel model_;
  Table host_table_;
  release::Slices host_slices_;
  TableCopy<GpuMemory, Table> table_;
  SlicesCopy<GpuMemory> slices_;
  TallyLaunch sliced_, plain_;
};

}  // namespace

std::unique_ptr<ReleaseSampler> make_cuda_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                          const release::Slices& slices, CudaGeometry geometry) {
  require_device_memory(table_bytes(table) + slices_bytes(slices) +
                        counter_bytes(static_cast<std::size_t>(exec::TallyLayout(model).size())));
  return sampler_of_table<ReleaseSampler, CudaReleaseSampler>(model, table, slices, geometry);
}

}  // namespace slipburst::kernels
