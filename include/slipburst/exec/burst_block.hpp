#pragma once
/// \file Bursts over a block of events on a CPU: the stages of release_block, for the bursts themselves and not their
/// counts.

#include <cstdint>

#include "slipburst/exec/release_block.hpp"

namespace slipburst::exec {

/// A line that emits, under the stress of its release.
struct Burst {
  std::int32_t event;  ///< index of the event, counted from the first event of the block
  Dislocation line;
  double rise;  ///< see release::Stress
  float log2_energy[table::channels];
};

struct BlockBursts {
  int bursts;     ///< events that emit, in the order of their index
  int rejected;   ///< events that happen but are rejected: pin heights beyond the film, grains too small
  int happening;  ///< all events that happen
};

/// Draws the events [first, first + all), the same events as add_events counts, for burst_of().
/// Precondition: all <= ReleaseScratch::capacity.
/// \param release  release(i): whether event i of the block happens, and the stresses of its line, a release::Release
/// \param silent  bounds of this model, table and the stresses, or bounds that drop no event
template <class Table, class Release>
BlockBursts draw_bursts(const EventExecutor<Table>& shared, const SilentWords::Bounds& silent, std::uint64_t seed,
                        std::uint64_t first, int all, Release release, ReleaseScratch& scratch) {
  const EventExecutor<Table> executor = shared;  // a local copy, which no store can alias
  const random::EventSequence events = random::all_events(first, static_cast<std::uint64_t>(all));
  EventScratch& event = scratch.event;
  event.draw_words(seed, random::Purpose::pin_height_and_stress, events);
  BlockBursts found{0, 0, 0};
  for (int i = 0; i < all; ++i) {
    scratch.set_release(i, release(i));
    const bool happens = scratch.slice[i] >= 0;
    found.happening += happens ? 1 : 0;
    scratch.chosen[i] = static_cast<std::uint8_t>(happens & !silent.silent(event.word[1][i], event.word[2][i]));
  }
  const FoundLines lines = find_chosen(executor, seed, events, scratch);
  found.bursts = lines.emitting;
  for (int i = 0; i < lines.count; ++i) found.rejected += event.rejected[i];
  return found;
}

/// Burst of a block, after draw_bursts(). \param j  index in [0, BlockBursts::bursts)
inline Burst burst_of(const ReleaseScratch& scratch, int j) {
  const EventScratch& event = scratch.event;
  const std::int32_t i = event.emitting[j];
  Burst burst{scratch.index[i], {event.bits[i], event.stress[i]}, scratch.rise[i], {}};
  for (int channel = 0; channel < table::channels; ++channel) {
    burst.log2_energy[channel] = event.log2_energy[channel][j] + log2_length(burst.rise);
  }
  return burst;
}

}  // namespace slipburst::exec
