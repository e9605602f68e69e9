#pragma once
/// \file One event, or one release, of a thread on its own: from random words to the counters that it belongs in.

#include <cstdint>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::exec {

/// Outcome of one event: its pin is rejected, or its line emits, or it is silent.
struct EventOutcome {
  bool rejected, emits, supersonic;
  table::Energies energies;  ///< valid if the line emits
};

SLIPBURST_FUNCTION inline random::Words words_of(const random::PhiloxKeys& keys, random::Purpose purpose,
                                                 std::uint64_t event) {
  return random::philox(keys, static_cast<std::uint64_t>(purpose), event);
}

/// Whether the film or a grain is too small for a line, as it was pinned.
template <class Table>
SLIPBURST_FUNCTION bool rejects(const EventExecutor<Table>& executor, const Dislocation& d,
                                const random::PhiloxKeys& keys, std::uint64_t event) {
  if (executor.too_high(d)) return true;
  if (!executor.in_grains()) return false;
  const random::Words words = words_of(keys, random::Purpose::grain, event);
  return executor.exceeds_grain(d, words.word[0], words.word[1], words.word[2]);
}

/// \param d  line under the stress of its release
template <class Table>
SLIPBURST_FUNCTION EventOutcome outcome_of(const EventExecutor<Table>& executor, const Dislocation& d, bool rejected) {
  EventOutcome outcome{rejected, false, false, {}};
  if (rejected) return outcome;
  const table::LinePlace line = executor.place(d);
  outcome.emits = line.z > 0.0f;
  if (outcome.emits) {
    outcome.energies = executor.energies(line);
    outcome.supersonic = executor.supersonic(line);
  }
  return outcome;
}

template <class Table>
SLIPBURST_FUNCTION EventOutcome event_outcome(const EventExecutor<Table>& executor, const random::Stratum& stratum,
                                              const random::PhiloxKeys& keys, std::uint64_t event) {
  const Dislocation d = executor.draw(words_of(keys, random::Purpose::pin_height_and_stress, event), stratum);
  return outcome_of(executor, d, rejects(executor, d, keys, event));
}

/// \tparam plain  whether the source has plain draws
template <bool plain>
SLIPBURST_FUNCTION release::Release draw_release(const release::Slices& slices, const ReleaseSource& from,
                                                 const random::PhiloxKeys& keys, std::uint64_t event) {
  const random::Words pin = words_of(keys, random::Purpose::pin_strength, event);
  const random::Words time = words_of(keys, random::Purpose::release_time, event);
  if constexpr (plain) {
    return slices.plain_release(from.population, slices.plain_eta(pin.word[0], pin.word[1]), time.word[0], time.word[1],
                                pin.word[2]);
  } else {
    return slices.release(from.slice, slices.candidate(from.slice, pin.word[0], pin.word[1]), time.word[0],
                          time.word[1], time.word[2]);
  }
}

/// \param stress  stresses of a drawn release
template <class Table>
SLIPBURST_FUNCTION EventOutcome release_outcome(const EventExecutor<Table>& executor, const release::Stress& stress,
                                                const random::PhiloxKeys& keys, std::uint64_t event) {
  const Dislocation pinned =
      pinned_under(executor.draw(words_of(keys, random::Purpose::pin_height_and_stress, event)), stress.pinned);
  const bool rejected = rejects(executor, pinned, keys, event);
  EventOutcome outcome = outcome_of(executor, under_stress(pinned, stress.rise), rejected);
  const float length = log2_length(stress.rise);
  for (int channel = 0; channel < table::channels; ++channel) outcome.energies.log2_energy[channel] += length;
  return outcome;
}

/// Counts an event that emits, but for the plane: tally.add(counter, 1) for each counter of the layout.
template <class Tally>
SLIPBURST_FUNCTION void count_emitting(const EventModel& model, const TallyLayout& layout, const EventOutcome& outcome,
                                       const Tally& tally) {
  for (int channel = 0; channel < table::channels; ++channel) {
    const float energy = outcome.energies.log2_energy[channel];
    tally.add(layout.slot(channel, outcome.supersonic, model.bins.slot(energy)), 1);
    for (int t = 0; t < model.thresholds; ++t) {
      if (energy >= model.threshold[t]) tally.add(layout.threshold(channel, t), 1);
    }
  }
}

/// Counts a number of silent events, as count_emitting() does.
template <class Tally>
SLIPBURST_FUNCTION void count_silent(const TallyLayout& layout, std::uint32_t count, const Tally& tally) {
  if (count == 0) return;
  for (int channel = 0; channel < table::channels; ++channel) {
    tally.add(layout.slot(channel, false, tally::LogBins::zero), count);
  }
}

/// Counts a number of rejected events, as count_emitting() does.
template <class Tally>
SLIPBURST_FUNCTION void count_rejected(const TallyLayout& layout, std::uint32_t count, const Tally& tally) {
  if (count > 0) tally.add(layout.rejected(), count);
}

}  // namespace slipburst::exec
