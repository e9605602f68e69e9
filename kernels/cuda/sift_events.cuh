#pragma once
/// \file Events of a launch, sifted by their random words.

#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/lane_events.hpp"
#include "kernels/cuda/warp_queue.cuh"
#include "slipburst/exec/event_outcome.hpp"
#include "slipburst/exec/grain_words.hpp"
#include "slipburst/exec/silent_words.hpp"

namespace slipburst::kernels {

/// Bounds of the random words of silent events.
struct SiftBounds {
  exec::SilentWords::Bounds silent;
  exec::GrainWords::Bounds grains;  ///< without meaning in a model without grains
};

/// Random words of an event that may emit or be rejected.
template <bool in_grains>
struct KeptWords;
template <>
struct alignas(16) KeptWords<false> {
  std::uint32_t line[3], none;  ///< 16 bytes, which are stored at once
};
template <>
struct alignas(8) KeptWords<true> {
  std::uint32_t line[3], grain[3];
};

/// Sieve that lets events pass which may emit or be rejected. All threads of a warp must call it together.
template <bool in_grains>
class Sieve {
 public:
  __device__ Sieve(const random::PhiloxKeys& keys, const SiftBounds& bounds)
      : keys_(keys), line_(bounds.silent.greatest[lane_of_warp()]), grain_(bounds.grains.greatest[lane_of_warp()]) {}

  __device__ bool operator()(std::uint64_t event, KeptWords<in_grains>& words) const {
    const random::Words line = exec::words_of(keys_, random::Purpose::pin_height_and_stress, event);
    const int interval = exec::SilentWords::interval(line.word[2]);
    bool passes = line.word[1] > __shfl_sync(full_warp, line_, interval) ? false : true;
    for (int i = 0; i < 3; ++i) words.line[i] = line.word[i];
    if constexpr (in_grains) {
      const random::Words grain = exec::words_of(keys_, random::Purpose::grain, event);
      const std::uint32_t greatest = __shfl_sync(full_warp, grain_, interval);
      passes |= !exec::GrainWords::Bounds::fits(greatest, grain.word[1], grain.word[2]);
      for (int i = 0; i < 3; ++i) words.grain[i] = grain.word[i];
    }
    return passes;
  }

 private:
  const random::PhiloxKeys& keys_;
  std::uint32_t line_, grain_;  ///< bounds of the lane's interval
};
static_assert(exec::SilentWords::intervals == warp_size);

/// Events that a thread draws before its warp looks whether its queue is full, and events that it then takes. Those
/// taken together share the loads of constants.
constexpr int drawn_together = 4, taken_together = 2;
template <bool in_grains>
using KeptQueue = WarpQueue<KeptWords<in_grains>, taken_together, in_grains ? 2 : drawn_together>;

/// Draws the words of all events, and gives those that pass the sieve to `work`, with full warps.
/// \param storage  of KeptQueue  \param work  work(words of `taken_together` events, present(k): whether the k-th is
/// one)
template <bool in_grains, class Work>
__device__ void sift_events(const random::PhiloxKeys& keys, const SiftBounds& bounds,
                            const random::EventSequence& events, void* storage, BlockTally& tally, Work work) {
  using Queue = KeptQueue<in_grains>;
  Queue queue(static_cast<KeptWords<in_grains>*>(storage));
  const Sieve<in_grains> sieve(keys, bounds);
  LaneEvents<Queue::max_put> drawn(events, own_thread(), all_threads());
  const std::uint64_t step = held(drawn.step());
  tally.expect(drawn.left());
  for (;;) {
    while (!queue.full() && drawn.any()) {
      std::uint64_t event = drawn.event(0);
#pragma unroll
      for (int k = 0; k < Queue::max_put; ++k, event += step) {
        KeptWords<in_grains> words{};
        const bool passes = sieve(event, words);
        queue.put(drawn.exists(k) && passes, words);
      }
      drawn.next_from(event);
    }
    if (queue.empty()) return;
    KeptWords<in_grains> kept[taken_together];
    const int count = queue.take(kept);
    work(kept, [&](int k) { return queue.present(k, count); });
  }
}

}  // namespace slipburst::kernels
