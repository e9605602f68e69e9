#pragma once
/// \file What the threads of a block count together, and the random words they draw.

#include <curand_kernel.h>

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"

namespace slipburst::kernels {

constexpr int warp_size = 32;
constexpr unsigned full_warp = 0xFFFFFFFFu;

/// The words of curand_init(seed, subsequence, 4 block): the generator itself, without its state.
__device__ inline random::Words draw_words(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t block) {
  const uint4 counter = {static_cast<unsigned>(block), static_cast<unsigned>(block >> 32),
                         static_cast<unsigned>(subsequence), static_cast<unsigned>(subsequence >> 32)};
  const uint2 key = {static_cast<unsigned>(seed), static_cast<unsigned>(seed >> 32)};
  const uint4 words = curand_Philox4x32_10(counter, key);
  return {{words.x, words.y, words.z, words.w}};
}

__device__ inline random::Words draw_words(std::uint64_t seed, random::Purpose purpose, std::uint64_t block) {
  return draw_words(seed, static_cast<std::uint64_t>(purpose), block);
}

__device__ inline void count_one(unsigned* shared, unsigned long long* counts, std::int64_t slot) {
  if (shared) {
    atomicAdd(shared + slot, 1u);
  } else {
    atomicAdd(counts + slot, 1ull);
  }
}

/// What became of one event.
struct Outcome {
  bool exists, rejects, emits, fast;
  table::Energies energies;
};

template <class Table>
__device__ inline Outcome outcome_of(const exec::EventExecutor<Table>& executor, const exec::Dislocation& d,
                                     std::uint64_t seed, std::uint64_t event, bool exists) {
  Outcome outcome{exists, exists && executor.too_high(d), false, false, {}};
  if (executor.in_grains()) {
    const random::Words words = draw_words(seed, random::Purpose::grain, event);
    outcome.rejects =
        exists && (outcome.rejects || executor.exceeds_grain(d, words.word[0], words.word[1], words.word[2]));
  }
  const table::LinePlace line = executor.place(d);
  outcome.emits = exists && !outcome.rejects && line.z > 0.0f;
  if (outcome.emits) {
    outcome.energies = executor.energies(line);
    outcome.fast = executor.supersonic(line);
  }
  return outcome;
}

/// Counts of one thread and its warp. Histograms gather in shared 32-bit counters where they fit and are flushed to 64
/// bits before they could overflow: the caller keeps a block below 2^32 events per launch. What whole warps share is
/// counted by ballots. All threads of a warp must call add() together.
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
    const int lane = threadIdx.x % warp_size;
    const float* const energy = outcome.energies.log2_energy;
    rejected_ += __popc(__ballot_sync(full_warp, outcome.rejects));
    silent_ += __popc(__ballot_sync(full_warp, outcome.exists && !outcome.rejects && !outcome.emits));
    if (outcome.emits) {
      for (int channel = 0; channel < table::channels; ++channel) {
        count_one(shared_, counts_, layout_.slot(channel, outcome.fast, model.bins.slot(energy[channel])));
      }
    }
    for (int channel = 0; channel < table::channels; ++channel) {
      for (int t = 0; t < model.thresholds; ++t) {
        const unsigned passing = __ballot_sync(full_warp, outcome.emits && energy[channel] >= model.threshold[t]);
        if (lane == channel * exec::most_thresholds + t) above_ += __popc(passing);
      }
    }
  }

  /// To be called once, by all threads of the block.
  __device__ void flush(const exec::EventModel& model) {
    const int lane = threadIdx.x % warp_size;
    if (lane == 0) {
      if (rejected_) atomicAdd(counts_ + layout_.rejected(), rejected_);
      for (int channel = 0; channel < table::channels; ++channel) {
        if (silent_) atomicAdd(counts_ + layout_.slot(channel, false, tally::LogBins::zero), silent_);
      }
    }
    const int channel = lane / exec::most_thresholds, t = lane % exec::most_thresholds;
    if (t < model.thresholds && above_) atomicAdd(counts_ + layout_.threshold(channel, t), above_);
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
  unsigned long long silent_ = 0, rejected_ = 0, above_ = 0;  // of the warp; `above_` is the lane's own threshold
};
static_assert(table::channels * exec::most_thresholds <= warp_size);

}  // namespace slipburst::kernels
