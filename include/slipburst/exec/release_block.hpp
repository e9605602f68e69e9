#pragma once
/// \file Releases over a block of events on a CPU: release times, and the energies at release.

#include <algorithm>
#include <cstdint>

#include "slipburst/exec/event_block.hpp"
#include "slipburst/exec/release_bounds.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/release/lanes.hpp"
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
  release::Lanes lanes;
  std::uint64_t* silent = nullptr;  ///< for plain draws: silent releases, [slice], 0 between blocks

  void set_release(int i, const release::Release& release) {
    slice[i] = release.slice;
    pinned[i] = release.stress.pinned;
    rise[i] = release.stress.rise;
  }

  /// Lists the chosen events among `count` in index. \return their number
  int list_chosen(int count) { return release::list_chosen(chosen, count, index); }

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

/// Sets the releases of a block that its random words tell of, and lists the others. \return their number
template <bool plain>
int tell_releases(const release::Slices& slices, const ReleaseSource& from, const ReleaseBounds& bounds, int count,
                  ReleaseScratch& scratch) {
  const std::uint32_t *const pin = scratch.event.word[1], *const time = scratch.time_word[plain ? 1 : 2];
  const auto told_of = [=, &slices, &from, &bounds](int i) {
    return plain ? bounds.plain.told_release(pin[i], time[i]) : slices.told_release(from.slice, pin[i], time[i]);
  };
  if constexpr (!plain) {
    for (int i = 0; i < count; ++i) {
      const release::ToldRelease told = told_of(i);
      scratch.set_release(i, told.release);
      scratch.slice[i] = told.happens ? told.release.slice : -1;
      scratch.chosen[i] = told.unsure ? 1 : 0;
    }
    return scratch.list_chosen(count);
  }
  // Words tell of most plain draws that there is no release.
  std::fill_n(scratch.slice, count, -1);
  for (int i = 0; i < count; ++i) {
    const release::ToldRelease told = told_of(i);
    scratch.chosen[i] = told.unsure | told.happens ? 1 : 0;
  }
  const int listed = scratch.list_chosen(count);
  int untold = 0;
  for (int j = 0; j < listed; ++j) {
    const std::int32_t i = scratch.index[j];
    const release::ToldRelease told = told_of(i);
    if (told.happens) scratch.set_release(i, told.release);
    scratch.index[untold] = i;
    untold += told.unsure ? 1 : 0;
  }
  return untold;
}

/// Draws release i of a block by itself.
template <bool plain>
release::Release draw_release(const release::Slices& slices, const ReleaseSource& from, const ReleaseScratch& scratch,
                              std::int32_t i) {
  const auto& pin = scratch.event.word;
  const auto& time = scratch.time_word;
  if constexpr (plain) {
    const double eta = slices.plain_eta(pin[0][i], pin[1][i]);
    return slices.plain_release(from.population, eta, time[0][i], time[1][i], pin[2][i]);
  } else {
    const release::Slices::Candidate candidate = slices.candidate(from.slice, pin[0][i], pin[1][i]);
    return slices.release(from.slice, candidate, time[0][i], time[1][i], time[2][i]);
  }
}

/// Draws the plain releases of events of a block side by side. Precondition: count <= release::Lanes::capacity.
inline void draw_plain_lanes(const release::Slices& slices, std::int32_t population, const std::int32_t* events,
                             int count, ReleaseScratch& scratch) {
  release::Lanes& lanes = scratch.lanes;
  const auto& pin = scratch.event.word;
  const auto& time = scratch.time_word;
  for (int i = 0; i < count; ++i) lanes.event[i] = events[i];
  for (int i = 0; i < count; ++i) lanes.eta[i] = slices.plain_eta(pin[0][events[i]], pin[1][events[i]]);
  count = release::keep_pinned(
      slices, count, [events, keep = pin[2]](int i) { return keep[events[i]]; }, lanes);
  for (int i = 0; i < count; ++i) {
    const std::int32_t event = lanes.event[i];
    lanes.left[i] = -math::log(random::uniform64(time[0][event], time[1][event]));
  }
  release::follow_departures(
      slices, population, count, lanes,
      [&](std::int32_t event, const release::Release& release) { scratch.set_release(event, release); });
}

/// Finds the stresses of the first `count` lines of a block's lanes, which leave within a part.
inline void release_lanes(const release::Slices& slices, std::int32_t slice, const release::Part& part, int count,
                          ReleaseScratch& scratch) {
  release::Lanes& lanes = scratch.lanes;
  const auto& time = scratch.time_word;
  if (part.same_stress) {
    for (int i = 0; i < count; ++i) scratch.set_release(lanes.event[i], {slice, part.stress});
    return;
  }
  if (part.at_once || slices.history.pieces[part.piece].steady) {  // the time does not matter
    std::fill_n(lanes.time, count, part.from);
  } else {
    for (int i = 0; i < count; ++i) {
      const std::int32_t event = lanes.event[i];
      lanes.left[i] = random::uniform64(time[0][event], time[1][event]);
    }
    release::find_times_within(slices, part, count, lanes);
  }
  release::find_stresses(slices, part, count, lanes);
  for (int i = 0; i < count; ++i) scratch.set_release(lanes.event[i], {slice, {lanes.pinned[i], lanes.rise[i]}});
}

/// Keeps the candidates of a part that are releases, of the first `count` lines of a block's lanes. \return their
/// number
inline int keep_candidates(const release::Slices& slices, const release::Part& part, int count,
                           ReleaseScratch& scratch) {
  release::Lanes& lanes = scratch.lanes;
  release::find_odds(slices, part, count, lanes);
  for (int i = 0; i < count; ++i) {
    const double pins = part.log2_weight + slices.density.log2_density(lanes.eta[i]);
    const release::Slices::Odds odds = release::Slices::odds_of(pins, lanes.before[i], lanes.leaving[i]);
    const bool kept =
        release::Slices::keeps(odds, slices.cells[lanes.cell[i]].log2_bound, scratch.time_word[2][lanes.event[i]]);
    lanes.chosen[i] = kept ? 1 : 0;
    if (!kept) scratch.set_release(lanes.event[i], release::no_release());
  }
  const int kept = lanes.list_chosen(count);
  lanes.gather_listed(kept, lanes.event, lanes.eta);
  return kept;
}

/// Draws releases within a slice for events of a block side by side. Precondition: count <= release::Lanes::capacity.
inline void draw_slice_lanes(const release::Slices& slices, std::int32_t slice, const std::int32_t* events, int count,
                             ReleaseScratch& scratch) {
  release::Lanes& lanes = scratch.lanes;
  const auto& pin = scratch.event.word;
  const auto& time = scratch.time_word;
  for (int i = 0; i < count; ++i) {
    const release::Slices::Candidate candidate = slices.candidate(slice, pin[0][events[i]], pin[1][events[i]]);
    lanes.drawn_eta[i] = candidate.eta;
    lanes.drawn_cell[i] = candidate.cell;
  }
  const auto part_of = [&](std::int32_t cell) { return slices.cells[cell].part; };
  for (std::int32_t k = part_of(slices.first_cell[slice]); k <= part_of(slices.first_cell[slice + 1] - 1); ++k) {
    const release::Part& part = slices.parts[k];
    // Words tell of most candidates that they are kept, also where stresses vary.
    for (const bool sure : {true, false}) {
      int lines = 0;
      for (int i = 0; i < count; ++i) {
        lanes.event[lines] = events[i];
        lanes.eta[lines] = lanes.drawn_eta[i];
        lanes.cell[lines] = lanes.drawn_cell[i];
        lines += (part_of(lanes.drawn_cell[i]) == k) &
                 (slices.surely_keeps(slice, pin[1][events[i]], time[2][events[i]]) == sure);
      }
      if (!sure) lines = keep_candidates(slices, part, lines, scratch);
      release_lanes(slices, slice, part, lines, scratch);
    }
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
    const int untold = tell_releases<plain>(slices, from, bounds, count, scratch);
    for (int first = 0; first < untold; first += release::Lanes::capacity) {
      const int lines = std::min(untold - first, release::Lanes::capacity);
      if constexpr (plain) {
        draw_plain_lanes(slices, from.population, scratch.index + first, lines, scratch);
      } else {
        draw_slice_lanes(slices, from.slice, scratch.index + first, lines, scratch);
      }
    }
  } else {
    for (int i = 0; i < count; ++i) scratch.set_release(i, draw_release<plain>(slices, from, scratch, i));
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

/// Moves the first `count` events in index to the beginning of a block, and finds which of their lines are rejected and
/// which emit. Preconditions: their releases are set, and the words are those of pin height and stress.
template <class Table>
FoundLines find_listed(const EventExecutor<Table>& executor, std::uint64_t seed, const random::EventSequence& events,
                       int count, ReleaseScratch& scratch) {
  scratch.gather_listed(count);
  draw_pinned(executor, count, scratch);
  find_rejected(
      executor, seed, events, count, [&](int i) { return scratch.index[i]; }, scratch.event);
  raise_stresses(count, scratch);
  return {count, find_energies(executor, count, scratch.event)};
}

/// Moves the chosen events of a block to its beginning, see find_listed().
template <class Table>
FoundLines find_chosen(const EventExecutor<Table>& executor, std::uint64_t seed, const random::EventSequence& events,
                       ReleaseScratch& scratch) {
  return find_listed(executor, seed, events, scratch.list_chosen(static_cast<int>(events.count)), scratch);
}

/// Corrects the energies of a block's emitting lines for their lengths.
inline void scale_lengths(int emitting, ReleaseScratch& scratch) {
  for (int j = 0; j < emitting; ++j) {
    const float length = log2_length(scratch.rise[scratch.event.emitting[j]]);
    for (auto& energies : scratch.event.log2_energy) energies[j] += length;
  }
}

/// Counts the lines of plain draws, after find_energies(): [slice][TallyLayout].
inline void count_plain(const EventModel& model, const TallyLayout& layout, int count, int emitting,
                        ReleaseScratch& scratch, std::uint64_t* counts) {
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
      ++scratch.silent[scratch.slice[i]];
    }
  }
}

/// Counts the silent releases of plain draws, which have been gathered by slice: their counters are far apart.
inline void count_silent(const TallyLayout& layout, std::int32_t slices, ReleaseScratch& scratch,
                         std::uint64_t* counts) {
  for (std::int32_t slice = 0; slice < slices; ++slice) {
    for (int channel = 0; channel < table::channels; ++channel) {
      counts[slice * layout.size() + layout.slot(channel, false, tally::LogBins::zero)] += scratch.silent[slice];
    }
    scratch.silent[slice] = 0;
  }
}

/// Adds the releases among the events to `counts`: for one slice laid out as TallyLayout, for plain draws as
/// [slice][TallyLayout]. Events that are not kept, or do not leave within any slice, are not counted. Precondition:
/// events.count <= ReleaseScratch::capacity; plain draws need ReleaseScratch::silent.
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
  for (int i = 0; i < all; ++i) scratch.chosen[i] = scratch.slice[i] >= 0 ? 1 : 0;
  const int happening = scratch.list_chosen(all);
  int loud = 0;
  for (int j = 0; j < happening; ++j) {
    const std::int32_t i = scratch.index[j];
    const bool silent = bounds.silent.silent(event.word[1][i], event.word[2][i]);
    if constexpr (plain) scratch.silent[scratch.slice[i]] += silent ? 1 : 0;
    scratch.index[loud] = i;
    loud += silent ? 0 : 1;
  }
  const auto [count, emitting] = find_listed(executor, seed, events, loud, scratch);
  scale_lengths(emitting, scratch);
  if constexpr (plain) {
    count_plain(model, layout, count, emitting, scratch, counts);
    count_silent(layout, slices.slices, scratch, counts);
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
