#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/device_slices.cuh"
#include "kernels/cuda/device_table.cuh"
#include "kernels/cuda/lane_events.hpp"
#include "kernels/cuda/release_kernel.cuh"
#include "kernels/cuda/tally_launch.cuh"
#include "slipburst/exec/release_source.hpp"

namespace slipburst::kernels {
namespace {

template <bool plain>
__device__ inline release::Release draw_release(const release::Slices& slices, const exec::ReleaseSource& from,
                                                const random::PhiloxKeys& keys, std::uint64_t event) {
  const random::Words pin = draw_words(keys, random::Purpose::pin_strength, event);
  const random::Words time = draw_words(keys, random::Purpose::release_time, event);
  if constexpr (plain) {
    return slices.plain_release(from.population, slices.plain_eta(pin.word[0], pin.word[1]), time.word[0], time.word[1],
                                pin.word[2]);
  } else {
    return slices.release(from.slice, slices.candidate(from.slice, pin.word[0], pin.word[1]), time.word[0],
                          time.word[1], time.word[2]);
  }
}

/// Adds a plain draw to the counters of its slice, one by one: plain draws spread over all slices, and few are
/// releases.
__device__ inline void count_apart(const exec::EventModel& model, const exec::TallyLayout& layout,
                                   const Outcome& outcome, unsigned long long* counts) {
  if (outcome.rejects) {
    atomicAdd(counts + layout.rejected(), 1ull);
    return;
  }
  for (int channel = 0; channel < table::channels; ++channel) {
    const float energy = outcome.energies.log2_energy[channel];
    const std::int32_t slot = outcome.emits ? model.bins.slot(energy) : tally::LogBins::zero;
    atomicAdd(counts + layout.slot(channel, outcome.supersonic, slot), 1ull);
    for (int t = 0; t < model.thresholds; ++t) {
      if (outcome.emits && energy >= model.threshold[t]) atomicAdd(counts + layout.threshold(channel, t), 1ull);
    }
  }
}

template <class Table, bool plain>
__global__ void __launch_bounds__(256, 2)
    release_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ Table table,
                   const __grid_constant__ release::Slices slices, exec::ReleaseSource from,
                   const __grid_constant__ random::PhiloxKeys keys, random::EventSequence events, bool use_shared,
                   unsigned long long* counts) {
  extern __shared__ unsigned shared_storage[];
  const exec::EventExecutor<Table> executor(model, table);
  const exec::TallyLayout layout(model);
  BlockTally tally(model, use_shared ? shared_storage : nullptr, counts);
  for (LaneEvents<1> lane(events, own_thread(), all_threads()); lane.any(); lane.next()) {
    const std::uint64_t event = lane.event(0);
    const release::Release release = draw_release<plain>(slices, from, keys, event);
    const bool exists = lane.exists(0) && release.slice >= 0;
    const exec::Dislocation pinned = exec::pinned_under(
        executor.draw(draw_words(keys, random::Purpose::pin_height_and_stress, event)), release.stress.pinned);
    const bool rejected = rejects(executor, pinned, keys, event);
    Outcome outcome = outcome_of(executor, exec::under_stress(pinned, release.stress.rise), exists, rejected);
    const float length = exec::log2_length(release.stress.rise);
    for (int channel = 0; channel < table::channels; ++channel) outcome.energies.log2_energy[channel] += length;
    if constexpr (plain) {
      if (exists) count_apart(model, layout, outcome, counts + release.slice * layout.size());
    } else {
      tally.add(model, outcome);
    }
  }
  if constexpr (!plain) tally.flush(model);
}

template <class Table>
class CudaReleaseSampler : public ReleaseSampler {
 public:
  CudaReleaseSampler(const exec::EventModel& model, const Table& table, const release::Slices& slices,
                     CudaGeometry geometry)
      : model_(model),
        table_(table),
        slices_(slices),
        sliced_(model, release_kernel<Table, false>, geometry),
        plain_(model, release_kernel<Table, true>, geometry, 0) {}

  void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const bool plain = from.slice < 0;
    TallyLaunch& launch = plain ? plain_ : sliced_;
    launch.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      const auto kernel = plain ? release_kernel<Table, true> : release_kernel<Table, false>;
      kernel<<<launch.blocks(), launch.threads(), launch.shared_bytes()>>>(
          model_, *table_, *slices_, from, random::PhiloxKeys(seed), part, launch.shared_bytes() > 0, own);
    });
  }

 private:
  exec::EventModel model_;
  DeviceTable<Table> table_;
  DeviceSlices slices_;
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
