#pragma once
/// \file The event executor over a block of events on a CPU: flat stages that vectorise, lookups for survivors only.

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/exec/silent_words.hpp"
#include "slipburst/random/philox_block.hpp"

namespace slipburst::exec {

struct EventScratch;

/// Keeps the random words that may give an event that emits or is rejected. \return number of events kept
inline int drop_silent(const SilentWords::Bounds& bounds, int count, EventScratch& scratch);
/// Lists the indices of the events that drop_silent() keeps, and keeps their words.
inline int list_unsilent(const SilentWords::Bounds& bounds, int count, EventScratch& scratch, std::int32_t* index);
/// Evaluates View::threshold_ratio for `count` events.
inline void find_threshold_ratios(const table::View& table, int count, EventScratch& scratch);
/// Gathers the lines of the emitting events, one after the other. \return number of emitting events
inline int gather_emitting(int count, EventScratch& scratch);
/// Evaluates the supersonic_ratio of `emitting` lines.
template <class Table>
void find_supersonic_ratios(const Table& table, int emitting, EventScratch& scratch);

/// Steps with hand-written SIMD variants; all variants give identical bits.
struct EventSteps {
  random::PhiloxBlock* philox = random::philox_block;
  random::PhiloxListed* philox_listed = random::philox_listed;
  decltype(drop_silent)* drop = drop_silent;
  decltype(list_unsilent)* list = list_unsilent;
  decltype(find_threshold_ratios)* threshold_ratios = find_threshold_ratios;
  decltype(gather_emitting)* gather = gather_emitting;
  decltype(find_supersonic_ratios<table::View>)* supersonic_ratios = find_supersonic_ratios<table::View>;
};

/// Scratch memory of one CPU thread: some 280 KiB, for its second-level cache; of the later arrays only the beginning
/// is used.
struct EventScratch {
  static constexpr int capacity = 2048;
  static constexpr int vector = 16;  ///< gathering steps may write beyond the last entry, a vector at a time
  std::uint32_t word[3][capacity + vector];
  double bits[capacity], stress[capacity];
  std::int64_t stress_cell[capacity];
  double fraction[capacity], spread[capacity], ratio[capacity];
  float z[capacity];
  std::uint8_t rejected[capacity], emits[capacity];  ///< 0 or 1
  std::int32_t emitting[capacity + vector];
  // Entries of the emitting events only, one after the other:
  std::int32_t line_cell[capacity + vector];
  float line_fraction[capacity + vector], line_spread[capacity + vector], line_z[capacity + vector];
  const table::Cell* cell[capacity];
  float height_fraction[capacity];
  table::Profile profile[capacity];
  float supersonic[capacity];
  float log2_energy[table::channels][capacity];
  std::int32_t slot[table::channels][capacity];
  std::int32_t passes_sound[capacity];
  EventSteps steps;

  table::LinePlace line(int j) const { return {line_cell[j], line_fraction[j], line_spread[j], line_z[j]}; }

  void draw_words(std::uint64_t seed, random::Purpose purpose, const random::EventSequence& events) {
    draw_words(seed, purpose, events, word);
  }
  void draw_words(std::uint64_t seed, random::Purpose purpose, const random::EventSequence& events,
                  std::uint32_t (&words)[3][capacity + vector]) const {
    steps.philox(seed, static_cast<std::uint64_t>(purpose), events.first, events.stride, static_cast<int>(events.count),
                 words[0], words[1], words[2]);
  }
};

inline int drop_silent(const SilentWords::Bounds& bounds, int count, EventScratch& scratch) {
  int kept = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint32_t word0 = scratch.word[0][i], word1 = scratch.word[1][i], word2 = scratch.word[2][i];
    scratch.word[0][kept] = word0;
    scratch.word[1][kept] = word1;
    scratch.word[2][kept] = word2;
    kept += bounds.silent(word1, word2) ? 0 : 1;
  }
  return kept;
}

inline int list_unsilent(const SilentWords::Bounds& bounds, int count, EventScratch& scratch, std::int32_t* index) {
  int kept = 0;
  for (int i = 0; i < count; ++i) {
    index[kept] = i;
    kept += bounds.silent(scratch.word[1][i], scratch.word[2][i]) ? 0 : 1;
  }
  for (std::uint32_t* const words : scratch.word) {
    for (int j = 0; j < kept; ++j) words[j] = words[index[j]];
  }
  return kept;
}

inline void find_threshold_ratios(const table::View& table, int count, EventScratch& scratch) {
  for (int i = 0; i < count; ++i) {
    scratch.ratio[i] = table.threshold_ratio(scratch.stress_cell[i], scratch.fraction[i]);
  }
}

inline int gather_emitting(int count, EventScratch& scratch) {
  int emitting = 0;
  for (int i = 0; i < count; ++i) {
    scratch.emitting[emitting] = i;
    emitting += scratch.emits[i];
  }
  for (int j = 0; j < emitting; ++j) {
    const int i = scratch.emitting[j];
    scratch.line_cell[j] = static_cast<std::int32_t>(scratch.stress_cell[i]);
    scratch.line_fraction[j] = static_cast<float>(scratch.fraction[i]);
    scratch.line_spread[j] = static_cast<float>(scratch.spread[i]);
    scratch.line_z[j] = scratch.z[i];
  }
  return emitting;
}

template <class Table>
void find_supersonic_ratios(const Table& table, int emitting, EventScratch& scratch) {
  for (int j = 0; j < emitting; ++j) scratch.supersonic[j] = table.supersonic_ratio(scratch.line(j));
}

/// Locates drawn events in a table.
template <class Executor>
void place_in(const table::View& table, const Executor& executor, int count, EventScratch& scratch) {
  for (int i = 0; i < count; ++i) {
    const table::StressAxis::Place place = table.locate(scratch.stress[i]);
    scratch.stress_cell[i] = place.cell;
    scratch.fraction[i] = place.fraction;
    scratch.spread[i] = place.spread;
  }
  // Lookup in a step of its own: together with the selection below it would become a branch taken at random.
  scratch.steps.threshold_ratios(table, count, scratch);
  for (int i = 0; i < count; ++i) {
    const double height = executor.height_over_stress({scratch.bits[i], scratch.stress[i]});
    scratch.z[i] = table.held_below(table.relative_height(height, scratch.ratio[i]), scratch.stress[i]);
  }
}

inline void place_events(const EventExecutor<table::View>& executor, int count, EventScratch& scratch) {
  place_in(executor.energy_table(), executor, count, scratch);
}

inline void place_events(const EventExecutor<table::Zones>& executor, int count, EventScratch& scratch) {
  const table::Zones& table = executor.energy_table();
  place_in(table.upper, executor, count, scratch);
  if (!table.divided()) return;
  for (int i = 0; i < count; ++i) {
    if (scratch.z[i] > 0.0f) continue;
    const double height = executor.height_over_stress({scratch.bits[i], scratch.stress[i]});
    const table::LinePlace line = table.place_below(height, scratch.stress[i]);
    scratch.stress_cell[i] = line.stress_cell;
    scratch.fraction[i] = static_cast<double>(line.stress_fraction);
    scratch.spread[i] = static_cast<double>(line.spread);
    scratch.z[i] = line.z;
  }
}

/// Draws pin heights and stresses from the random words.
template <class Table>
void draw_dislocations(const EventExecutor<Table>& executor, const random::Stratum& stratum, int count,
                       EventScratch& scratch) {
  for (int i = 0; i < count; ++i) {
    const Dislocation d = executor.draw({{scratch.word[0][i], scratch.word[1][i], scratch.word[2][i], 0}}, stratum);
    scratch.bits[i] = d.bits;
    scratch.stress[i] = d.stress;
  }
}

/// Marks the rejected events among the `count` at hand.
/// \param index  index(i): index of event i among `events`
template <class Table, class Index>
void find_rejected(const EventExecutor<Table>& executor, std::uint64_t seed, const random::EventSequence& events,
                   int count, Index index, EventScratch& scratch) {
  std::fill_n(scratch.rejected, count, std::uint8_t{0});
  if (executor.has_surface()) {
    for (int i = 0; i < count; ++i) scratch.rejected[i] = executor.too_high({scratch.bits[i], scratch.stress[i]});
  }
  if (!executor.in_grains()) return;
  scratch.draw_words(seed, random::Purpose::grain, events);
  for (int i = 0; i < count; ++i) {
    const int own = index(i);
    scratch.rejected[i] |= executor.exceeds_grain({scratch.bits[i], scratch.stress[i]}, scratch.word[0][own],
                                                  scratch.word[1][own], scratch.word[2][own]);
  }
}

/// Finds the emitting events among those not rejected, and their energies. \return number of emitting events
template <class Table>
int find_energies(const EventExecutor<Table>& executor, int count, EventScratch& scratch) {
  place_events(executor, count, scratch);
  for (int i = 0; i < count; ++i) {
    scratch.emits[i] = static_cast<std::uint8_t>((scratch.z[i] > 0.0f) & (scratch.rejected[i] == 0));
  }
  const int emitting = scratch.steps.gather(count, scratch);
  const Table& table = executor.energy_table();
  for (int j = 0; j < emitting; ++j) {
    const table::HeightAxis::Place place = table.height_place(scratch.line(j));
    scratch.cell[j] = table.cell(scratch.line(j), place.cell);
    scratch.height_fraction[j] = place.fraction;
  }
  // Table lookups first, line by line; the arithmetic follows in loops of its own.
  SLIPBURST_UNROLL_4
  for (int j = 0; j < emitting; ++j) {
    table::find_profile(*scratch.cell[j], scratch.line_fraction[j], scratch.profile[j]);
  }
  if constexpr (std::is_same_v<Table, table::View>) {
    scratch.steps.supersonic_ratios(table, emitting, scratch);
  } else {
    find_supersonic_ratios(table, emitting, scratch);
  }
  for (int j = 0; j < emitting; ++j) {
    const table::Energies energies = table.energies(scratch.line(j), scratch.profile[j], scratch.height_fraction[j]);
    SLIPBURST_UNROLL
    for (int channel = 0; channel < table::channels; ++channel) {
      scratch.log2_energy[channel][j] = energies.log2_energy[channel];
    }
  }
  for (int j = 0; j < emitting; ++j) {
    scratch.passes_sound[j] = table::passes_sound(scratch.line_z[j], scratch.supersonic[j]) ? 1 : 0;
  }
  return emitting;
}

/// Counts a block after find_energies(): `count` events in scratch, `emitting` of them with energies, and others, up to
/// `all`, that emit nothing.
inline void count_events(const EventModel& model, const TallyLayout& layout, int all, int count, int emitting,
                         EventScratch& scratch, std::uint64_t* counts) {
  std::int32_t rejected = 0;
  for (int i = 0; i < count; ++i) rejected += scratch.rejected[i];
  counts[layout.rejected()] += static_cast<std::uint64_t>(rejected);
  for (int channel = 0; channel < table::channels; ++channel) {
    counts[layout.slot(channel, false, tally::LogBins::zero)] += static_cast<std::uint64_t>(all - emitting - rejected);
    const float* energy = scratch.log2_energy[channel];
    std::int32_t* slot = scratch.slot[channel];
    const auto base = static_cast<std::int32_t>(layout.slot(channel, false, 0));
    for (int j = 0; j < emitting; ++j)
      slot[j] = base + scratch.passes_sound[j] * layout.slots + model.bins.slot(energy[j]);
    for (int t = 0; t < model.thresholds; ++t) {
      std::int32_t above = 0;
      for (int j = 0; j < emitting; ++j) above += energy[j] >= model.threshold[t];
      counts[layout.threshold(channel, t)] += static_cast<std::uint64_t>(above);
    }
  }
  // Increments alternate between the channels: an increment of the same counter would wait for the last one.
  SLIPBURST_UNROLL_4
  for (int j = 0; j < emitting; ++j) {
    SLIPBURST_UNROLL
    for (int channel = 0; channel < table::channels; ++channel) ++counts[scratch.slot[channel][j]];
  }
  if (layout.plane_slots > 0) {
    for (int j = 0; j < emitting; ++j) {
      ++counts[layout.plane(model.plane.slot(scratch.log2_energy[0][j]), model.plane.slot(scratch.log2_energy[1][j]))];
    }
  }
}

/// Adds events to `counts` (see TallyLayout). Precondition: events.count <= EventScratch::capacity.
/// \param silent  bounds of this model, table and stratum, or bounds that drop no event
template <class Table>
void add_events(const EventModel& model, const EventExecutor<Table>& shared, std::uint64_t seed,
                const random::Stratum& stratum, const SilentWords::Bounds& silent, const random::EventSequence& events,
                EventScratch& scratch, std::uint64_t* counts) {
  const EventExecutor<Table> executor = shared;  // a local copy, which no store can alias
  const TallyLayout layout(model);
  const auto all = static_cast<int>(events.count);
  scratch.draw_words(seed, random::Purpose::pin_height_and_stress, events);
  const int count = silent.any ? scratch.steps.drop(silent, all, scratch) : all;
  draw_dislocations(executor, stratum, count, scratch);
  // No event is dropped of models with grains.
  find_rejected(
      executor, seed, events, count, [](int i) { return i; }, scratch);
  const int emitting = find_energies(executor, count, scratch);
  count_events(model, layout, all, count, emitting, scratch, counts);
}

}  // namespace slipburst::exec
