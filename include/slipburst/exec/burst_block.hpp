#pragma once
/// \file The event executor over a block of events on a CPU that keeps the bursts themselves, not their counts.

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/random/philox_block.hpp"

namespace slipburst::exec {

/// Scratch memory of one CPU thread. After draw_bursts(), entries [0, bursts) of event, bits, stress, rise and
/// log2_energy hold the bursts of the block.
struct BurstScratch {
  static constexpr int capacity = 512;
  std::uint32_t word[3][capacity];
  double bits[capacity], stress[capacity];  ///< see Dislocation
  double rise[capacity];                    ///< see release::Stress
  bool rejected[capacity], happens[capacity];
  std::int32_t event[capacity];  ///< index of the event, counted from the first event of the block
  float log2_energy[table::channels][capacity];
};

struct BlockBursts {
  int bursts;     ///< events that emit, in the order of their index
  int rejected;   ///< events that happen but are rejected: pin heights beyond the film, grains too small
  int happening;  ///< all events that happen
};

/// Draws the events [first, first + count), the same events as add_events counts. Precondition: count <= capacity.
/// \param release  release(i): whether event i of the block happens, and the stresses of its line, a release::Release
template <class Table, class Release>
BlockBursts draw_bursts(const EventExecutor<Table>& shared, std::uint64_t seed, std::uint64_t first, int count,
                        Release release, BurstScratch& scratch) {
  const EventExecutor<Table> executor = shared;  // a local copy, which no store can alias
  const auto draw_words = [&](random::Purpose purpose) {
    random::philox_block(seed, static_cast<std::uint64_t>(purpose), first, 1, count, scratch.word[0], scratch.word[1],
                         scratch.word[2]);
  };
  draw_words(random::Purpose::pin_height_and_stress);
  for (int i = 0; i < count; ++i) {
    const release::Release released = release(i);
    const Dislocation d = pinned_under(executor.draw({{scratch.word[0][i], scratch.word[1][i], scratch.word[2][i], 0}}),
                                       released.stress.pinned);
    scratch.happens[i] = released.slice >= 0;
    scratch.rise[i] = released.stress.rise;
    scratch.bits[i] = d.bits;
    scratch.stress[i] = d.stress;
    scratch.rejected[i] = executor.too_high(d);
  }
  if (executor.in_grains()) {
    draw_words(random::Purpose::grain);
    for (int i = 0; i < count; ++i) {
      scratch.rejected[i] |= executor.exceeds_grain({scratch.bits[i], scratch.stress[i]}, scratch.word[0][i],
                                                    scratch.word[1][i], scratch.word[2][i]);
    }
  }
  BlockBursts found{0, 0, 0};
  for (int i = 0; i < count; ++i) {
    const double rise = scratch.rise[i];
    const Dislocation d = under_stress({scratch.bits[i], scratch.stress[i]}, rise);
    if (!scratch.happens[i]) continue;
    ++found.happening;
    if (scratch.rejected[i]) {
      ++found.rejected;
      continue;
    }
    const table::LinePlace line = executor.place(d);
    if (!(line.z > 0.0f)) continue;
    const table::Energies energies = executor.energies(line);
    const int j = found.bursts++;  // j <= i: the overwritten entries have been read
    scratch.event[j] = i;
    scratch.bits[j] = d.bits;
    scratch.stress[j] = d.stress;
    scratch.rise[j] = rise;
    for (int channel = 0; channel < table::channels; ++channel) {
      scratch.log2_energy[channel][j] = energies.log2_energy[channel] + log2_length(rise);
    }
  }
  return found;
}

}  // namespace slipburst::exec
