#pragma once
/// \file Releases over a block of events on a CPU: release times, and the energies at release.

#include <algorithm>
#include <cstdint>

#include "slipburst/exec/event_block.hpp"
#include "slipburst/exec/release_bounds.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// Scratch memory of one CPU thread.
struct ReleaseScratch {
  static constexpr int capacity = EventScratch::capacity;
  EventScratch event;
  std::uint32_t time_word[3][capacity + EventScratch::vector];
  std::int32_t slice[capacity];                         ///< see release::Release
  double pinned[capacity], rise[capacity];              ///< see release::Stress
  std::uint8_t chosen[capacity];                        ///< 0 or 1
  std::int32_t index[capacity + EventScratch::vector];  ///< chosen events, in ascending order

  void set_release(int i, const release::Release& release) {
    slice[i] = release.slice;
    pinned[i] = release.stress.pinned;
    rise[i] = release.stress.rise;
  }

  /// Lists the chosen events among `count` in index. \return their number
  int list_chosen(int count) {
    int listed = 0;
    for (int i = 0; i < count; ++i) {
      index[listed] = i;
      listed += chosen[i];
    }
    return listed;
  }

  /// Moves words and releases of the `listed` events in index to the beginning of the block.
  void gather_listed(int listed) {
    for (std::uint32_t* const words : {event.word[0], event.word[1], event.word[2]}) {
      for (int j = 0; j < listed; ++j) words[j] = words[index[j]];
    }
    for (int j = 0; j < listed; ++j) slice[j] = slice[index[j]];
    for (double* const stress : {pinned, rise}) {
      for (int j = 0; j < listed; ++j) stress[j] = stress[index[j]];
    }
  }
};

/// Sets the releases of a block that its random words tell of, and marks the others as chosen.
template <bool plain>
void tell_releases(const release::Slices& slices, const ReleaseSource& from, const ReleaseBounds& bounds, int count,
                   ReleaseScratch& scratch) {
  const auto& pin = scratch.event.word;
  const auto& time = scratch.time_word;
  for (int i = 0; i < count; ++i) {
    const release::ToldRelease told = plain ? bounds.plain.told_release(pin[1][i], time[1][i])
                                            : slices.told_release(from.slice, pin[1][i], time[2][i]);
    scratch.set_release(i, told.release);
    scratch.slice[i] = told.happens ? told.release.slice : -1;
    scratch.chosen[i] = told.unsure ? 1 : 0;
  }
}

/// Draws release i of a block, which words do not tell of.
template <bool plain>
release::Release draw_untold(const release::Slices& slices, const ReleaseSource& from, const ReleaseBounds& bounds,
                             const ReleaseScratch& scratch, std::int32_t i) {
  const auto& pin = scratch.event.word;
  const auto& time = scratch.time_word;
  if constexpr (plain) {
    const double eta = slices.plain_eta(pin[0][i], pin[1][i]);
    return slices.plain_release(from.population, eta, time[0][i], time[1][i], pin[2][i]);
  } else {
    const release::Slices::Candidate candidate = slices.candidate(from.slice, pin[0][i], pin[1][i]);
    // Words tell of most candidates that they are kept, also where stresses vary.
    if (bounds.any && slices.surely_keeps(from.slice, pin[1][i], time[2][i]))
      return slices.kept_release(from.slice, candidate, time[0][i], time[1][i]);
    return slices.release(from.slice, candidate, time[0][i], time[1][i], time[2][i]);
  }
}

/// Draws the releases of a block.
template <bool plain>
void draw_releases(const release::Slices& slices, const ReleaseSource& from, const ReleaseBounds& bounds,
                   std::uint64_t seed, const random::EventSequence& events, ReleaseScratch& scratch) {
  const auto count = static_cast<int>(events.count);
  scratch.event.draw_words(seed, random::Purpose::pin_strength, events);
  scratch.event.draw_words(seed, random::Purpose::release_time, events, scratch.time_word);
  if (bounds.any) {
    tell_releases<plain>(slices, from, bounds, count, scratch);
  } else {
    std::fill_n(scratch.chosen, count, std::uint8_t{1});
  }
  const int untold = scratch.list_chosen(count);
  for (int j = 0; j < untold; ++j) {
    const std::int32_t i = scratch.index[j];
    scratch.set_release(i, draw_untold<plain>(slices, from, bounds, scratch, i));
  }
}

/// Draws pin heights and the stresses at pinning of a block's first `count` lines.
template <class Table>
void draw_pinned(const EventExecutor<Table>& executor, int count, ReleaseScratch& scratch) {
  EventScratch& event = scratch.event;
  draw_dislocations(executor, random::unstratified(), count, event);
  for (int i = 0; i < count; ++i) {
    event.stress[i] = pinned_under({event.bits[i], event.stress[i]}, scratch.pinned[i]).stress;
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

/// Numbers of lines at the beginning of a block.
struct FoundLines {
  int count;     ///< chosen ones
  int emitting;  ///< chosen ones with energies
};

/// Moves the chosen events of a block to its beginning, and finds which of their lines are rejected and which emit.
/// Preconditions: their releases are set, and the words are those of pin height and stress.
template <class Table>
FoundLines find_chosen(const EventExecutor<Table>& executor, std::uint64_t seed, const random::EventSequence& events,
                       ReleaseScratch& scratch) {
  const int count = scratch.list_chosen(static_cast<int>(events.count));
  scratch.gather_listed(count);
  draw_pinned(executor, count, scratch);
  find_rejected(
      executor, seed, events, count, [&](int i) { return scratch.index[i]; }, scratch.event);
  raise_stresses(count, scratch);
  return {count, find_energies(executor, count, scratch.event)};
}

/// Corrects the energies of a block's emitting lines for their lengths.
inline void scale_lengths(int emitting, ReleaseScratch& scratch) {
  for (int j = 0; j < emitting; ++j) {
    const float length = log2_length(scratch.rise[scratch.event.emitting[j]]);
    for (auto& energies : scratch.event.log2_energy) energies[j] += length;
  }
}

/// Counts a release that emits nothing, `own` being the counters of its slice.
inline void count_silent(const TallyLayout& layout, std::uint64_t* own) {
  for (int channel = 0; channel < table::channels; ++channel) {
    ++own[layout.slot(channel, false, tally::LogBins::zero)];
  }
}

/// Counts the lines of plain draws, after find_energies(): [slice][TallyLayout].
inline void count_plain(const EventModel& model, const TallyLayout& layout, int count, int emitting,
                        const ReleaseScratch& scratch, std::uint64_t* counts) {
  const EventScratch& event = scratch.event;
  int next = 0;
  for (int i = 0; i < count; ++i) {
    std::uint64_t* const own = counts + scratch.slice[i] * layout.size();
    if (next < emitting && event.emitting[next] == i) {
      for (int channel = 0; channel < table::channels; ++channel) {
        const float energy = event.log2_energy[channel][next];
        ++own[layout.slot(channel, event.passes_sound[next] != 0, model.bins.slot(energy))];
        for (int t = 0; t < model.thresholds; ++t) own[layout.threshold(channel, t)] += energy >= model.threshold[t];
      }
      ++next;
    } else if (event.rejected[i]) {
      ++own[layout.rejected()];
    } else {
      count_silent(layout, own);
    }
  }
}

/// Adds the releases among the events to `counts`: for one slice laid out as TallyLayout, for plain draws as
/// [slice][TallyLayout]. Events that are not kept, or do not leave within any slice, are not counted. Precondition:
/// events.count <= ReleaseScratch::capacity.
/// \tparam plain  whether the source has plain draws
template <bool plain, class Table>
void add_releases(const EventModel& model, const EventExecutor<Table>& executor, const release::Slices& slices,
                  const ReleaseSource& from, const ReleaseBounds& bounds, std::uint64_t seed,
                  const random::EventSequence& events, ReleaseScratch& scratch, std::uint64_t* counts) {
  const TallyLayout layout(model);
  const auto all = static_cast<int>(events.count);
  EventScratch& event = scratch.event;
  draw_releases<plain>(slices, from, bounds, seed, events, scratch);
  event.draw_words(seed, random::Purpose::pin_height_and_stress, events);
  int happening = 0;
  for (int i = 0; i < all; ++i) {
    const bool happens = scratch.slice[i] >= 0, silent = bounds.silent.silent(event.word[1][i], event.word[2][i]);
    happening += happens ? 1 : 0;
    scratch.chosen[i] = static_cast<std::uint8_t>(happens & !silent);
    if (plain && happens && silent) count_silent(layout, counts + scratch.slice[i] * layout.size());
  }
  const auto [count, emitting] = find_chosen(executor, seed, events, scratch);
  scale_lengths(emitting, scratch);
  if constexpr (plain) {
    count_plain(model, layout, count, emitting, scratch, counts);
  } else {
    count_events(model, layout, happening, count, emitting, event, counts);
  }
}

template <class Table>
void add_releases(const EventModel& model, const EventExecutor<Table>& shared, const release::Slices& slices,
                  const ReleaseSource& from, const ReleaseBounds& bounds, std::uint64_t seed,
                  const random::EventSequence& events, ReleaseScratch& scratch, std::uint64_t* counts) {
  const EventExecutor<Table> executor = shared;  // a local copy, which no store can alias
  if (from.slice < 0) {
    add_releases<true>(model, executor, slices, from, bounds, seed, events, scratch, counts);
  } else {
    add_releases<false>(model, executor, slices, from, bounds, seed, events, scratch, counts);
  }
}

}  // namespace slipburst::exec
