#pragma once
/// \file The event executor over a block of events on a CPU: flat stages that vectorise, lookups for survivors only.

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/random/philox_block.hpp"

namespace slipburst::exec {

struct EventScratch;

/// Gathers the lines of the events that emit, one after the other. \return how many there are
inline int gather_emitting(int count, EventScratch& scratch);

/// Scratch of one CPU thread: some 70 KiB, for its second-level cache.
struct EventScratch {
  static constexpr int capacity = 512;
  static constexpr int vector = 8;  ///< what is gathered may be written beyond its end, a vector at a time
  std::uint32_t word[3][capacity];
  double bits[capacity], stress[capacity];
  std::int64_t stress_cell[capacity];
  double fraction[capacity], spread[capacity], ratio[capacity];
  float z[capacity];
  std::uint8_t rejected[capacity], emits[capacity];  ///< 0 or 1
  std::int32_t emitting[capacity + vector];
  // Of those that emit, one after the other:
  std::int32_t line_cell[capacity + vector], height_cell[capacity];
  float line_fraction[capacity + vector], line_spread[capacity + vector], line_z[capacity + vector];
  float height_fraction[capacity];
  table::Profile profile[capacity];
  float supersonic[capacity];
  float log2_energy[table::channels][capacity];
  std::int32_t slot[table::channels][capacity];
  std::int32_t fast[capacity];
  // These, or those for this processor, which give the same:
  random::PhiloxBlock* philox = random::philox_block;
  int (*gather)(int count, EventScratch& scratch) = gather_emitting;

  table::LinePlace line(int j) const { return {line_cell[j], line_fraction[j], line_spread[j], line_z[j]}; }

  void draw_words(std::uint64_t seed, random::Purpose purpose, const random::EventSequence& events) {
    philox(seed, static_cast<std::uint64_t>(purpose), events.first, events.stride, static_cast<int>(events.count),
           word[0], word[1], word[2]);
  }
};

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

/// Finds where drawn events lie in a table.
template <class Executor>
void place_in(const table::View& table, const Executor& executor, int count, EventScratch& scratch) {
  for (int i = 0; i < count; ++i) {
    const table::StressAxis::Place place = table.locate(scratch.stress[i]);
    scratch.stress_cell[i] = place.cell;
    scratch.fraction[i] = place.fraction;
    scratch.spread[i] = place.spread;
  }
  // By itself: what is looked up, without the selection below, which would be a branch taken at random.
  for (int i = 0; i < count; ++i) {
    scratch.ratio[i] = table.threshold_ratio(scratch.stress_cell[i], scratch.fraction[i]);
  }
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

/// Draws the pin heights and stresses of a block of events.
template <class Table>
void draw_dislocations(const EventExecutor<Table>& executor, std::uint64_t seed, const random::Stratum& stratum,
                       const random::EventSequence& events, EventScratch& scratch) {
  const auto count = static_cast<int>(events.count);
  scratch.draw_words(seed, random::Purpose::pin_height_and_stress, events);
  for (int i = 0; i < count; ++i) {
    const Dislocation d = executor.draw({{scratch.word[0][i], scratch.word[1][i], scratch.word[2][i], 0}}, stratum);
    scratch.bits[i] = d.bits;
    scratch.stress[i] = d.stress;
  }
}

/// Finds which of the drawn events are rejected, which emit, and how much.
/// \param exists  whether event i of the block is to be looked at  \return how many emit
template <class Table, class Exists>
int find_energies(const EventExecutor<Table>& executor, std::uint64_t seed, const random::EventSequence& events,
                  Exists exists, EventScratch& scratch) {
  const auto count = static_cast<int>(events.count);
  place_events(executor, count, scratch);
  for (int i = 0; i < count; ++i) scratch.rejected[i] = executor.too_high({scratch.bits[i], scratch.stress[i]});
  if (executor.in_grains()) {
    scratch.draw_words(seed, random::Purpose::grain, events);
    for (int i = 0; i < count; ++i) {
      scratch.rejected[i] |= executor.exceeds_grain({scratch.bits[i], scratch.stress[i]}, scratch.word[0][i],
                                                    scratch.word[1][i], scratch.word[2][i]);
    }
  }
  for (int i = 0; i < count; ++i) {
    scratch.emits[i] = static_cast<std::uint8_t>((scratch.z[i] > 0.0f) & (scratch.rejected[i] == 0) & exists(i));
  }
  const int emitting = scratch.gather(count, scratch);
  const Table& table = executor.energy_table();
  for (int j = 0; j < emitting; ++j) {
    const table::HeightAxis::Place place = table.height_place(scratch.line(j));
    scratch.height_cell[j] = place.cell;
    scratch.height_fraction[j] = place.fraction;
  }
  // What is looked up, one by one; then what is computed from it.
  for (int j = 0; j < emitting; ++j) {
    scratch.profile[j] = table.profile(scratch.line(j), scratch.height_cell[j]);
    scratch.supersonic[j] = table.supersonic_ratio(scratch.line(j));
  }
  for (int j = 0; j < emitting; ++j) {
    const table::Energies energies = table.energies(scratch.line(j), scratch.profile[j], scratch.height_fraction[j]);
    SLIPBURST_UNROLL
    for (int channel = 0; channel < table::channels; ++channel) {
      scratch.log2_energy[channel][j] = energies.log2_energy[channel];
    }
  }
  for (int j = 0; j < emitting; ++j) {
    scratch.fast[j] = table::passes_sound(scratch.line_z[j], scratch.supersonic[j]) ? 1 : 0;
  }
  return emitting;
}

/// Adds events to `counts` (see TallyLayout). Precondition: no more of them than the capacity.
template <class Table>
void add_events(const EventModel& model, const EventExecutor<Table>& shared, std::uint64_t seed,
                const random::Stratum& stratum, const random::EventSequence& events, EventScratch& scratch,
                std::uint64_t* counts) {
  const EventExecutor<Table> executor = shared;  // a local copy, which no store can alias
  const TallyLayout layout(model);
  const auto count = static_cast<int>(events.count);
  draw_dislocations(executor, seed, stratum, events, scratch);
  const int emitting = find_energies(
      executor, seed, events, [](int) { return true; }, scratch);
  std::int32_t rejected = 0;
  for (int i = 0; i < count; ++i) rejected += scratch.rejected[i];
  counts[layout.rejected()] += static_cast<std::uint64_t>(rejected);
  const auto silent = static_cast<std::uint64_t>(count - emitting - rejected);
  for (int channel = 0; channel < table::channels; ++channel) {
    counts[layout.slot(channel, false, tally::LogBins::zero)] += silent;
    const float* energy = scratch.log2_energy[channel];
    std::int32_t* slot = scratch.slot[channel];
    const auto base = static_cast<std::int32_t>(layout.slot(channel, false, 0));
    for (int j = 0; j < emitting; ++j) slot[j] = base + scratch.fast[j] * layout.slots + model.bins.slot(energy[j]);
    for (int j = 0; j < emitting; ++j) ++counts[slot[j]];
    for (int t = 0; t < model.thresholds; ++t) {
      std::int32_t above = 0;
      for (int j = 0; j < emitting; ++j) above += energy[j] >= model.threshold[t];
      counts[layout.threshold(channel, t)] += static_cast<std::uint64_t>(above);
    }
  }
  if (layout.plane_slots > 0) {
    for (int j = 0; j < emitting; ++j) {
      ++counts[layout.plane(model.plane.slot(scratch.log2_energy[0][j]), model.plane.slot(scratch.log2_energy[1][j]))];
    }
  }
}

}  // namespace slipburst::exec
