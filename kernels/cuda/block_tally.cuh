#pragma once
/// \file Outcomes of events, and the counters that the threads of a block share.

#include <cstdint>

#include "kernels/cuda/outcome.hpp"
#include "kernels/cuda/threads.cuh"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::kernels {

/// Words of (purpose, event) for the keys of a seed.
__device__ inline random::Words draw_words(const random::PhiloxKeys& keys, random::Purpose purpose,
                                           std::uint64_t event) {
  return random::philox(keys, static_cast<std::uint64_t>(purpose), event);
}

__device__ inline void count_one(unsigned* shared, unsigned long long* counts, std::int64_t slot) {
  if (shared) {
    atomicAdd(shared + slot, 1u);
  } else {
    atomicAdd(counts + slot, 1ull);
  }
}

/// Whether the film or a grain is too small for a line, as it was pinned.
template <class Table>
__device__ inline bool rejects(const exec::EventExecutor<Table>& executor, const exec::Dislocation& d,
                               const random::PhiloxKeys& keys, std::uint64_t event) {
  if (executor.too_high(d)) return true;
  if (!executor.in_grains()) return false;
  const random::Words words = draw_words(keys, random::Purpose::grain, event);
  return executor.exceeds_grain(d, words.word[0], words.word[1], words.word[2]);
}

/// \param d  line under the stress of its release
template <class Table>
__device__ inline Outcome outcome_of(const exec::EventExecutor<Table>& executor, const exec::Dislocation& d,
                                     bool exists, bool rejected) {
  Outcome outcome{exists, exists && rejected, false, false, {}};
  const table::LinePlace line = executor.place(d);
  outcome.emits = exists && !outcome.rejects && line.z > 0.0f;
  if (outcome.emits) {
    outcome.energies = executor.energies(line);
    outcome.supersonic = executor.supersonic(line);
  }
  return outcome;
}

/// Counts of one thread and its warp. Histograms gather in shared 32-bit counters where they fit and are flushed to 64
/// bits before they could overflow: the caller keeps a block below 2^31 events per launch. Events above thresholds are
/// counted per warp, by ballots. All threads of a warp must call add() together.
class BlockTally {
 public:
  /// \param shared  as many counters as histograms have, or null: then counts are added one by one
  __device__ BlockTally(const exec::EventModel& model, unsigned* shared, unsigned long long* counts)
      : layout_(model), histograms_(static_cast<int>(layout_.threshold(0, 0))), shared_(shared), counts_(counts) {
    if (!shared_) return;
    for (int i = threadIdx.x; i < histograms_; i += blockDim.x) shared_[i] = 0;
    __syncthreads();
  }

  __device__ void add(const exec::EventModel& model, const Outcome& outcome) {
    const int lane = lane_of_warp();
    const float* const energy = outcome.energies.log2_energy;
    rejected_ += outcome.rejects;
    silent_ += outcome.exists && !outcome.rejects && !outcome.emits;
    if (outcome.emits) {
      for (int channel = 0; channel < table::channels; ++channel) {
        count_one(shared_, counts_, layout_.slot(channel, outcome.supersonic, model.bins.slot(energy[channel])));
      }
    }
    for (int channel = 0; channel < table::channels; ++channel) {
      for (int t = 0; t < model.thresholds; ++t) {
        const unsigned passing = __ballot_sync(full_warp, outcome.emits && energy[channel] >= model.threshold[t]);
        if (lane == channel * exec::max_thresholds + t) above_ += __popc(passing);
      }
    }
  }

  /// Adds all counts to the counters in global memory. To be called once, by all threads of the block.
  __device__ void flush(const exec::EventModel& model) {
    const int lane = lane_of_warp();
    const unsigned long long rejected = __reduce_add_sync(full_warp, rejected_);
    const unsigned long long silent = __reduce_add_sync(full_warp, silent_);
    if (lane == 0) {
      if (rejected) atomicAdd(counts_ + layout_.rejected(), rejected);
      for (int channel = 0; channel < table::channels; ++channel) {
        if (silent) atomicAdd(counts_ + layout_.slot(channel, false, tally::LogBins::zero), silent);
      }
    }
    const int channel = lane / exec::max_thresholds, t = lane % exec::max_thresholds;
    const unsigned long long above = above_;
    if (t < model.thresholds && above) atomicAdd(counts_ + layout_.threshold(channel, t), above);
    if (!shared_) return;
    __syncthreads();
    for (int i = threadIdx.x; i < histograms_; i += blockDim.x) {
      if (shared_[i]) atomicAdd(counts_ + i, static_cast<unsigned long long>(shared_[i]));
    }
  }

 private:
  exec::TallyLayout layout_;
  int histograms_;
  unsigned* shared_;
  unsigned long long* counts_;
  unsigned silent_ = 0, rejected_ = 0;  // the lane's own
  unsigned above_ = 0;                  // of the warp, the lane's own threshold
};
static_assert(table::channels * exec::max_thresholds <= warp_size);

}  // namespace slipburst::kernels
