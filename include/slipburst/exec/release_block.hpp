#pragma once
/// \file Releases over a block of events on a CPU: release times, and the energies at release.

#include <cstdint>

#include "slipburst/exec/event_block.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// Scratch memory of one CPU thread.
struct ReleaseScratch {
  static constexpr int capacity = EventScratch::capacity;
  EventScratch event;
  double eta[capacity];
  std::int32_t cell[capacity];
  std::uint32_t keep[capacity];
  std::int32_t slice[capacity];
  double rise[capacity];  ///< see release::Stress
};

/// Sets slice and rise of one event, and its stress to that at pinning.
inline void set_release(int i, const release::Release& release, ReleaseScratch& scratch) {
  EventScratch& event = scratch.event;
  scratch.slice[i] = release.slice;
  scratch.rise[i] = release.stress.rise;
  event.stress[i] = pinned_under({event.bits[i], event.stress[i]}, release.stress.pinned).stress;
}

/// Draws the slices in which the lines of a block leave, into scratch.slice, and sets the stresses to those at pinning.
inline void draw_releases(const release::Slices& slices, const ReleaseSource& from, std::uint64_t seed,
                          const random::EventSequence& events, ReleaseScratch& scratch) {
  const auto count = static_cast<int>(events.count);
  EventScratch& event = scratch.event;
  event.draw_words(seed, random::Purpose::pin_strength, events);
  if (from.slice >= 0) {
    for (int i = 0; i < count; ++i) {
      const release::Slices::Candidate candidate = slices.candidate(from.slice, event.word[0][i], event.word[1][i]);
      scratch.eta[i] = candidate.eta;
      scratch.cell[i] = candidate.cell;
    }
  } else {
    for (int i = 0; i < count; ++i) scratch.eta[i] = slices.plain_eta(event.word[0][i], event.word[1][i]);
    for (int i = 0; i < count; ++i) scratch.keep[i] = event.word[2][i];
  }
  event.draw_words(seed, random::Purpose::release_time, events);
  for (int i = 0; i < count; ++i) {
    const release::Release drawn = from.slice >= 0
                                       ? slices.release(from.slice, {scratch.eta[i], scratch.cell[i]}, event.word[0][i],
                                                        event.word[1][i], event.word[2][i])
                                       : slices.plain_release(from.population, scratch.eta[i], event.word[0][i],
                                                              event.word[1][i], scratch.keep[i]);
    set_release(i, drawn, scratch);
  }
}

/// Sets the stresses of a block's lines to those at release.
inline void raise_stresses(int count, ReleaseScratch& scratch) {
  EventScratch& event = scratch.event;
  for (int i = 0; i < count; ++i) {
    const Dislocation d = under_stress({event.bits[i], event.stress[i]}, scratch.rise[i]);
    event.bits[i] = d.bits;
    event.stress[i] = d.stress;
  }
}

/// Adds the releases among the events to `counts`: for one slice laid out as TallyLayout, for plain draws as
/// [slice][TallyLayout]. Events that are not kept, or do not leave within any slice, are not counted. Precondition:
/// events.count <= ReleaseScratch::capacity.
template <class Table>
void add_releases(const EventModel& model, const EventExecutor<Table>& shared, const release::Slices& slices,
                  const ReleaseSource& from, std::uint64_t seed, const random::EventSequence& events,
                  ReleaseScratch& scratch, std::uint64_t* counts) {
  const EventExecutor<Table> executor = shared;  // a local copy, which no store can alias
  const TallyLayout layout(model);
  const auto count = static_cast<int>(events.count);
  EventScratch& event = scratch.event;
  event.draw_words(seed, random::Purpose::pin_height_and_stress, events);
  draw_dislocations(executor, random::unstratified(), count, event);
  draw_releases(slices, from, seed, events, scratch);
  find_rejected(executor, seed, events, count, event);
  raise_stresses(count, scratch);
  const int emitting = find_energies(
      executor, count, [&](int i) { return scratch.slice[i] >= 0; }, event);
  const std::int64_t size = layout.size();
  int next = 0;
  for (int i = 0; i < count; ++i) {
    if (scratch.slice[i] < 0) continue;
    std::uint64_t* const own = from.slice >= 0 ? counts : counts + scratch.slice[i] * size;
    if (next < emitting && event.emitting[next] == i) {
      const float length = log2_length(scratch.rise[i]);
      for (int channel = 0; channel < table::channels; ++channel) {
        const float energy = event.log2_energy[channel][next] + length;
        ++own[layout.slot(channel, event.passes_sound[next] != 0, model.bins.slot(energy))];
        for (int t = 0; t < model.thresholds; ++t) own[layout.threshold(channel, t)] += energy >= model.threshold[t];
      }
      ++next;
    } else if (event.rejected[i]) {
      ++own[layout.rejected()];
    } else {
      for (int channel = 0; channel < table::channels; ++channel) {
        ++own[layout.slot(channel, false, tally::LogBins::zero)];
      }
    }
  }
}

}  // namespace slipburst::exec
