#pragma once
/// \file Outcomes of events, and the counters that the threads of a block share.

#include <cmath>
#include <cstdint>

#include "kernels/cuda/threads.cuh"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::kernels {

/// Counts an event that emits in counters in global memory, one by one.
__device__ inline void add_to(const exec::EventModel& model, const exec::TallyLayout& layout,
                              const table::Energies& energies, bool supersonic, unsigned long long* counts) {
  for (int channel = 0; channel < table::channels; ++channel) {
    const float energy = energies.log2_energy[channel];
    atomicAdd(counts + layout.slot(channel, supersonic, model.bins.slot(energy)), 1ull);
    for (int t = 0; t < model.thresholds; ++t) {
      if (energy >= model.threshold[t]) atomicAdd(counts + layout.threshold(channel, t), 1ull);
    }
  }
}

/// Counters of a block's histograms and thresholds in shared memory, [below, above the sound speed][slot], then
/// [channel][threshold].
///
/// Most energies are in another slot than a threshold, and the slot tells on which side: events above a threshold are
/// those in higher slots, which flush() adds up, and those in its own slot, which have a counter.
struct SharedTally {
  struct Slot {
    unsigned count[table::channels];
    unsigned thresholds;  ///< bit t: threshold t lies in this slot
  };
  static constexpr int threshold_counters = table::channels * exec::max_thresholds;

  __host__ __device__ static std::size_t bytes(const exec::TallyLayout& layout) {
    return static_cast<std::size_t>(2 * layout.slots) * sizeof(Slot) + threshold_counters * sizeof(unsigned);
  }
};

/// Counts of a block. Histograms gather in shared 32-bit counters where they fit and are flushed to 64 bits before they
/// could overflow: the caller keeps a block below 2^31 events per launch. Events that neither emit nor are rejected are
/// not counted one by one: they are the rest.
class BlockTally {
 public:
  /// \param shared  SharedTally::bytes() of shared memory, if `fits`: else counts are added one by one
  __device__ BlockTally(const exec::EventModel& model, bool fits, unsigned* shared, unsigned long long* counts)
      : model_(model),
        layout_(model),
        fits_(fits),
        slots_(held(reinterpret_cast<SharedTally::Slot*>(shared))),
        above_(shared + 2 * layout_.slots * (sizeof(SharedTally::Slot) / sizeof(unsigned))),
        counts_(counts) {
    if (!fits_) return;
    for (int i = threadIdx.x; i < words(); i += blockDim.x) shared[i] = 0;
    __syncthreads();
    for (int speed = threadIdx.x; speed < 2; speed += blockDim.x) {
      for (int t = 0; t < model.thresholds; ++t) {
        const int above = first_slot_above(t);
        if (above > 0) slots_[speed * layout_.slots + above - 1].thresholds |= 1u << t;
      }
    }
    __syncthreads();
  }

  /// Takes note of events of this thread that happen.
  __device__ void expect(unsigned events) { silent_ += events; }

  __device__ void reject() {
    ++rejected_;
    --silent_;
  }

  /// Counts an event that emits.
  __device__ void emit(const table::Energies& energies, bool supersonic) {
    --silent_;
    if (fits_) {
      SharedTally::Slot* const slots = slots_ + (supersonic ? layout_.slots : 0);
#pragma unroll
      for (int channel = 0; channel < table::channels; ++channel) {
        const float energy = energies.log2_energy[channel];
        SharedTally::Slot& own = slots[model_.bins.slot(energy)];
        atomicAdd(own.count + channel, 1u);
        if (own.thresholds != 0) compare(channel, energy, own.thresholds);
      }
    } else {
      add_to(model_, layout_, energies, supersonic, counts_);
    }
    if (model_.plane.bins > 0) {
      const float* const energy = energies.log2_energy;
      atomicAdd(counts_ + layout_.plane(model_.plane.slot(energy[0]), model_.plane.slot(energy[1])), 1ull);
    }
  }

  /// Adds all counts to the counters in global memory. To be called once, by all threads of the block.
  __device__ void flush() {
    const unsigned long long rejected = __reduce_add_sync(full_warp, rejected_);
    const unsigned long long silent = __reduce_add_sync(full_warp, silent_);
    if (lane_of_warp() == 0) {
      if (rejected) atomicAdd(counts_ + layout_.rejected(), rejected);
      for (int channel = 0; channel < table::channels; ++channel) {
        if (silent) atomicAdd(counts_ + layout_.slot(channel, false, tally::LogBins::zero), silent);
      }
    }
    if (!fits_) return;
    __syncthreads();
    for (int i = threadIdx.x; i < 2 * layout_.slots; i += blockDim.x) {
      for (int channel = 0; channel < table::channels; ++channel) {
        const bool supersonic = i >= layout_.slots;
        const int slot = i - (supersonic ? layout_.slots : 0);
        const unsigned long long count = slots_[i].count[channel];
        if (count) atomicAdd(counts_ + layout_.slot(channel, supersonic, slot), count);
      }
    }
    for (int i = threadIdx.x; i < SharedTally::threshold_counters; i += blockDim.x) {
      const int channel = i / exec::max_thresholds, t = i % exec::max_thresholds;
      if (t >= model_.thresholds) continue;
      unsigned long long count = above_[i];
      for (int slot = first_slot_above(t); slot < layout_.slots; ++slot) {
        count += slots_[slot].count[channel] + slots_[layout_.slots + slot].count[channel];
      }
      if (count) atomicAdd(counts_ + layout_.threshold(channel, t), count);
    }
  }

 private:
  /// First slot of which all energies are above a threshold; the slot before has energies on both sides. 0 if every
  /// energy is above.
  __device__ int first_slot_above(int t) const {
    const float threshold = model_.threshold[t];
    return threshold == -HUGE_VALF ? 0 : model_.bins.slot(threshold) + 1;
  }
  /// \param thresholds  bits of the thresholds in the slot of the energy
  __device__ void compare(int channel, float energy, unsigned thresholds) {
    for (unsigned left = thresholds; left != 0; left &= left - 1) {
      const int t = __ffs(static_cast<int>(left)) - 1;
      if (energy >= model_.threshold[t]) atomicAdd(above_ + channel * exec::max_thresholds + t, 1u);
    }
  }

  __device__ int words() const { return static_cast<int>(SharedTally::bytes(layout_) / sizeof(unsigned)); }

  const exec::EventModel& model_;
  exec::TallyLayout layout_;
  bool fits_;
  SharedTally::Slot* slots_;
  unsigned* above_;
  unsigned long long* counts_;
  unsigned silent_ = 0, rejected_ = 0;  // of this thread; silent are those that have been neither rejected nor counted
};

}  // namespace slipburst::kernels
