#pragma once
/// \file Bursts over a block of events on a CPU: the stages of event_block and release_block, then one for each column
/// of a list.

#include <cstdint>

#include "slipburst/exec/release_block.hpp"
#include "slipburst/physics/pinning.hpp"
#include "slipburst/release/log_uniform_time.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::exec {

/// Parameters of a list of bursts.
struct BurstModel {
  bool plain;                       ///< every event happens, under the stress of the case
  release::LogUniformTime time;     ///< time of plain bursts
  double log2_unit_eV;              ///< log2 of the energy in eV that has a log2 energy of 0 on the table's scale
  double above_eV;                  ///< bursts of at most this energy, both channels added, are left out
  double height_nm;                 ///< pin height per bit and relative stress
  double gap_stress, stress_scale;  ///< stress, meV/nm^3, is relative stress x gap_stress x stress_scale
  physics::Pinning pinning;
};

/// Bursts of a block, by column.
struct BurstRows {
  static constexpr int capacity = EventScratch::capacity;
  std::uint64_t event[capacity];  ///< global index
  double time_s[capacity], crystal_eV[capacity], film_eV[capacity];
  double pin_height_nm[capacity], stress_MPa[capacity], line_length_nm[capacity];
};

/// Scratch memory of one CPU thread.
struct BurstScratch {
  static constexpr int capacity = EventScratch::capacity, padded = capacity + random::philox_listed_padding;
  ReleaseScratch release;
  double time_s[capacity];  ///< times of the block's events, unless plain
  double energy_eV[table::channels][capacity];
  // Entries of the kept bursts only, one after the other:
  std::int32_t kept[capacity + 1];  ///< index among the emitting lines
  std::int32_t line[capacity];      ///< index among the chosen lines
  std::int32_t event[padded];       ///< index in the block
  std::uint32_t time_word[2][padded];
  double bits[capacity], stress[capacity];
  BurstRows rows;
};

struct BlockBursts {
  int bursts;     ///< rows
  int rejected;   ///< events that happen but are rejected: pin heights beyond the film, grains too small
  int happening;  ///< all events that happen
};

/// Finds the emitting lines of a block whose events all happen, under the stress of the case, as find_chosen().
template <class Table>
FoundLines find_plain(const EventExecutor<Table>& executor, const SilentWords::Bounds& silent, std::uint64_t seed,
                      const random::EventSequence& events, ReleaseScratch& scratch) {
  EventScratch& event = scratch.event;
  const int count = event.steps.list(silent, static_cast<int>(events.count), event, scratch.index);
  draw_dislocations(executor, random::unstratified(), count, event);
  find_rejected(
      executor, seed, events, count, [&](int i) { return scratch.index[i]; }, event);
  return {count, find_energies(executor, count, event)};
}

/// Chooses the releases of a block that may emit or be rejected. \return number of releases
inline int choose_releases(const SilentWords::Bounds& silent, int count, ReleaseScratch& scratch) {
  int happening = 0;
  for (int i = 0; i < count; ++i) {
    const bool happens = scratch.slice[i] >= 0;
    happening += happens ? 1 : 0;
    scratch.chosen[i] =
        static_cast<std::uint8_t>(happens & !silent.silent(scratch.event.word[1][i], scratch.event.word[2][i]));
  }
  return happening;
}

/// Lists the emitting lines above the energy bound. \return their number
inline int keep_above(const BurstModel& model, int emitting, BurstScratch& scratch) {
  const EventScratch& event = scratch.release.event;
  for (int channel = 0; channel < table::channels; ++channel) {
    for (int j = 0; j < emitting; ++j) {
      scratch.energy_eV[channel][j] =
          math::exp2(model.log2_unit_eV + static_cast<double>(event.log2_energy[channel][j]));
    }
  }
  int kept = 0;
  for (int j = 0; j < emitting; ++j) {
    scratch.kept[kept] = j;
    kept += scratch.energy_eV[0][j] + scratch.energy_eV[1][j] > model.above_eV ? 1 : 0;
  }
  return kept;
}

/// Gathers what the rows of the kept bursts are made of.
inline void gather_kept(int count, BurstScratch& scratch) {
  const ReleaseScratch& release = scratch.release;
  for (int k = 0; k < count; ++k) {
    const std::int32_t j = scratch.kept[k], line = release.event.emitting[j];
    scratch.line[k] = line;
    scratch.event[k] = release.index[line];
    scratch.rows.crystal_eV[k] = scratch.energy_eV[0][j];
    scratch.rows.film_eV[k] = scratch.energy_eV[1][j];
    scratch.bits[k] = release.event.bits[line];
    scratch.stress[k] = release.event.stress[line];
  }
}

/// Fills the rows after gather_kept(), but for their times.
inline void fill_rows(const BurstModel& model, std::uint64_t first, int count, BurstScratch& scratch) {
  BurstRows& rows = scratch.rows;
  for (int k = 0; k < count; ++k) rows.event[k] = first + static_cast<std::uint64_t>(scratch.event[k]);
  for (int k = 0; k < count; ++k) rows.pin_height_nm[k] = model.height_nm * scratch.bits[k] * scratch.stress[k];
  for (int k = 0; k < count; ++k) {
    const double stress = scratch.stress[k] * model.gap_stress * model.stress_scale;
    rows.stress_MPa[k] = stress / units::megapascal;
    rows.line_length_nm[k] = model.pinning.line_length(stress);
  }
}

/// Fills the times of plain bursts.
inline void fill_plain_times(const BurstModel& model, std::uint64_t seed, std::uint64_t first, int count,
                             BurstScratch& scratch) {
  scratch.release.event.steps.philox_listed(seed, static_cast<std::uint64_t>(random::Purpose::release_time), first,
                                            scratch.event, count, scratch.time_word[0], scratch.time_word[1]);
  for (int k = 0; k < count; ++k) {
    scratch.rows.time_s[k] = model.time(scratch.time_word[0][k], scratch.time_word[1][k]);
  }
}

/// Fills the times of releases under a history, and corrects the lengths of their lines.
inline void fill_releases(int count, BurstScratch& scratch) {
  for (int k = 0; k < count; ++k) {
    scratch.rows.time_s[k] = scratch.time_s[scratch.event[k]];
    scratch.rows.line_length_nm[k] *= scratch.release.rise[scratch.line[k]];
  }
}

/// Draws the bursts of the events [first, first + all), the same events as add_events counts, into scratch.rows.
/// Precondition: all <= BurstScratch::capacity; unless the model is plain, releases and times of the events are set in
/// the scratch.
/// \param silent  bounds of this model, table and the stresses, or bounds that drop no event
/// \tparam plain  see BurstModel
template <bool plain, class Table>
BlockBursts draw_bursts(const BurstModel& model, const EventExecutor<Table>& executor,
                        const SilentWords::Bounds& silent, std::uint64_t seed, std::uint64_t first, int all,
                        BurstScratch& scratch) {
  const random::EventSequence events = random::all_events(first, static_cast<std::uint64_t>(all));
  ReleaseScratch& release = scratch.release;
  release.event.draw_words(seed, random::Purpose::pin_height_and_stress, events);
  BlockBursts drawn{0, 0, all};
  FoundLines lines{};
  if constexpr (plain) {
    lines = find_plain(executor, silent, seed, events, release);
  } else {
    drawn.happening = choose_releases(silent, all, release);
    lines = find_chosen(executor, seed, events, release);
    scale_lengths(lines.emitting, release);
  }
  for (int i = 0; i < lines.count; ++i) drawn.rejected += release.event.rejected[i];
  drawn.bursts = keep_above(model, lines.emitting, scratch);
  gather_kept(drawn.bursts, scratch);
  fill_rows(model, first, drawn.bursts, scratch);
  if constexpr (plain) {
    fill_plain_times(model, seed, first, drawn.bursts, scratch);
  } else {
    fill_releases(drawn.bursts, scratch);
  }
  return drawn;
}

template <class Table>
BlockBursts draw_bursts(const BurstModel& model, const EventExecutor<Table>& executor,
                        const SilentWords::Bounds& silent, std::uint64_t seed, std::uint64_t first, int all,
                        BurstScratch& scratch) {
  return model.plain ? draw_bursts<true>(model, executor, silent, seed, first, all, scratch)
                     : draw_bursts<false>(model, executor, silent, seed, first, all, scratch);
}

/// Function type of draw_bursts() compiled for a kind of CPU, with the event model and the table of its executor.
using DrawBursts = BlockBursts(const BurstModel&, const EventModel&, const table::Zones&,
                               const SilentWords::Bounds& silent, std::uint64_t seed, std::uint64_t first, int all,
                               BurstScratch&);

}  // namespace slipburst::exec
