#pragma once
/// \file Events of a launch, sifted by their random words.

#include <cstddef>
#include <cstdint>

#include "kernels/cuda/lane_events.hpp"
#include "kernels/cuda/warp_queue.cuh"
#include "slipburst/exec/event_outcome.hpp"
#include "slipburst/exec/grain_words.hpp"
#include "slipburst/exec/silent_words.hpp"

namespace slipburst::kernels {

/// Bounds of random words.
struct SiftBounds {
  exec::SilentWords::Bounds silent;  ///< in all zones
  exec::SilentWords::Bounds upper;   ///< in the upper zone; without meaning in a table of one zone
  exec::GrainWords::Bounds grains;   ///< without meaning in a model without grains
};

/// Random words of a line, stored at once, in the order in which Philox leaves them in pairs of registers.
struct alignas(16) LineWords {
  std::uint32_t word1, word0, word3, word2;

  LineWords() = default;
  __device__ explicit LineWords(const random::Words& words)
      : word1(words.word[1]), word0(words.word[0]), word3(words.word[3]), word2(words.word[2]) {}
  __device__ random::Words words() const { return {{word0, word1, word2, word3}}; }
};

/// Random words of a line and of the grain that it lies in.
struct alignas(16) GrainedWords {
  LineWords line, grain;
};

/// Words of an event that its thread draws.
__device__ inline random::Words drawn_words(const random::PhiloxKeys& keys, random::Purpose purpose,
                                            std::uint64_t event) {
  // The low half apart: as part of a 64-bit number it is multiplied as one.
  return random::philox(keys, {{held(static_cast<std::uint32_t>(event)), static_cast<std::uint32_t>(event >> 32),
                                static_cast<std::uint32_t>(purpose), 0}});
}

/// Events that a thread draws before its warp looks whether a queue is full, and events that it then takes. Those taken
/// together share the loads of constants.
template <bool divided, bool in_grains>
constexpr int drawn_together = in_grains ? 2 : 4;
constexpr int taken_together = 2;

/// Events of a launch on their way through the sieve. Random words tell of most silent events; the others wait in
/// queues of the warp until one step has work for all lanes. All threads of a warp must call each function together.
/// \tparam divided  whether the table has two zones  \tparam in_grains  whether grains limit the lines
template <bool divided, bool in_grains>
class SiftedEvents {
  static constexpr int max_put = drawn_together<divided, in_grains>;
  using Lines = WarpQueue<LineWords, taken_together, max_put>;
  using LowerLines = WarpQueue<LineWords, divided ? taken_together : 0, max_put>;
  using GrainedLines = WarpQueue<GrainedWords, in_grains ? 1 : 0, max_put>;

  /// Queues of a warp.
  struct Storage {
    LineWords upper[Lines::capacity];
    LineWords lower[LowerLines::capacity];
    GrainedWords grained[GrainedLines::capacity];
  };

 public:
  using Taken = LineWords[taken_together];

  /// Bytes of shared memory for the queues of a block.
  static std::size_t bytes(int threads) { return sizeof(Storage) * static_cast<std::size_t>(threads / warp_size); }

  /// \param storage  of bytes(), of the whole block
  __device__ SiftedEvents(const random::PhiloxKeys& keys, const SiftBounds& bounds, const random::EventSequence& events,
                          void* storage)
      : keys_(keys),
        lane_(WarpLane::own()),
        drawn_(events, own_thread(), all_threads()),
        step_(held(drawn_.step())),
        storage_(held(static_cast<Storage*>(storage) + threadIdx.x / warp_size)),
        upper_(storage_->upper, lane_),
        lower_(storage_->lower, lane_),
        grained_(storage_->grained, lane_),
        silent_(bounds.silent.greatest[lane_.number]),
        upper_zone_(bounds.upper.greatest[lane_.number]),
        line_(bounds.grains.line[lane_.number]),
        grain_(bounds.grains.grain[lane_.number]) {}

  /// Number of events of this thread.
  __device__ std::uint32_t count() const { return drawn_.left(); }

  /// Draws events until a queue is full, or all are drawn. \return whether there are any to take
  __device__ bool draw() {
    while (drawn_.any() && !upper_.full() && !lower_.full() && !grained_.full()) draw_some();
    return !(upper_.empty() && lower_.empty() && grained_.empty());
  }
  // Queue to take from after draw(): one at most. Events go from the grained ones to the upper zone and from there to
  // the lower one, so that full queues are emptied in the reverse order, which leaves room, and the last ones in this
  // order.
  __device__ bool is_lower_next() const {
    return lower_.full() || (!lower_.empty() && upper_.empty() && grained_.empty());
  }
  __device__ bool is_upper_next() const {
    return !is_lower_next() && (upper_.full() || (!upper_.empty() && grained_.empty()));
  }

  /// Takes events out of a queue. \return how many there are
  __device__ int take_upper(Taken& taken) { return upper_.take(taken); }
  __device__ int take_lower(Taken& taken) { return lower_.take(taken); }
  __device__ int take_grained(GrainedWords (&taken)[1]) { return grained_.take(taken); }
  /// Whether event k of this lane is one of `count` that were taken.
  __device__ bool present(int k, int count) const { return warp_size * k + lane_.number < count; }

  /// Puts a line that fits in its grain in the queue of its zone, unless it is silent.
  __device__ void keep(bool exists, const LineWords& line) {
    const int interval = exec::SilentWords::interval(line.word2);
    const std::uint32_t greatest = __shfl_sync(full_warp, silent_, interval);
    bool emits = exists && line.word1 <= greatest;
    if constexpr (divided) {
      const bool is_below = line.word1 > __shfl_sync(full_warp, upper_zone_, interval);
      lower_.put(emits && is_below, line);
      emits = emits && !is_below;
    }
    upper_.put(emits, line);
  }
  /// Puts a line that is not in the upper zone in the queue of the lower one.
  __device__ void keep_below(bool exists, const LineWords& line) { lower_.put(exists, line); }

 private:
  __device__ void draw_some() {
    std::uint64_t event = drawn_.event(0);
#pragma unroll
    for (int k = 0; k < max_put; ++k, event += step_) sift(drawn_.exists(k), event);
    drawn_.next_from(event);
  }

  __device__ void sift(bool exists, std::uint64_t event) {
    const random::Words line = drawn_words(keys_, random::Purpose::pin_height_and_stress, event);
    if constexpr (in_grains) {
      const random::Words grain = drawn_words(keys_, random::Purpose::grain, event);
      const int interval = exec::SilentWords::interval(line.word[2]);
      const std::uint32_t line_bound = __shfl_sync(full_warp, line_, interval),
                          grain_bound = __shfl_sync(full_warp, grain_, interval);
      const bool fits =
          exec::GrainWords::Bounds::fits(line_bound, grain_bound, line.word[1], grain.word[1], grain.word[2]);
      grained_.put(exists && !fits, {LineWords(line), LineWords(grain)});
      exists = exists && fits;
    }
    keep(exists, LineWords(line));
  }

  const random::PhiloxKeys& keys_;
  WarpLane lane_;
  LaneEvents<max_put> drawn_;
  std::uint64_t step_;
  Storage* storage_;
  Lines upper_;
  LowerLines lower_;
  GrainedLines grained_;
  std::uint32_t silent_, upper_zone_, line_, grain_;  ///< bounds of the lane's interval
};
static_assert(exec::SilentWords::intervals == warp_size);

}  // namespace slipburst::kernels
