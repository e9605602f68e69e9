#pragma once
/// \file Releases of many lines side by side on a CPU: flat steps that vectorise, with the bits of Slices.

#include <algorithm>
#include <cstdint>
#include <limits>

#include "slipburst/release/slices.hpp"

namespace slipburst::release {

/// Lists the indices of the chosen entries among `count`. \param chosen  0 or 1  \return their number
/// \param index  room for one entry more than are chosen
inline int list_chosen(const std::uint8_t* chosen, int count, std::int32_t* index) {
  int listed = 0;
  for (int i = 0; i < count; ++i) {
    index[listed] = i;
    listed += chosen[i];
  }
  return listed;
}

/// Scratch memory of one CPU thread: lines of one population, one after the other.
struct Lanes {
  static constexpr int capacity = 512;
  using Numbers = double[capacity];

  std::int32_t event[capacity];  ///< index of the event of each line within its block
  Numbers eta;
  Numbers first, last;     ///< log2 of the rate at the start and the end of a piece
  Numbers hazard, before;  ///< within a piece, and since pinning
  Numbers leaving;         ///< share of such lines that leaves
  Numbers left;            ///< hazard until the release
  Numbers time;            ///< of the release
  Numbers pinned, rise;    ///< see Stress
  std::int32_t cell[capacity];
  std::int32_t slice[capacity];   ///< of the time
  std::uint8_t chosen[capacity];  ///< 0 or 1
  std::int32_t index[capacity + 1];

  // Drawn candidates of a slice, of all populations.
  std::int32_t drawn_cell[capacity];
  Numbers drawn_eta;

  /// Lists the chosen ones among `count` in index. \return their number
  int list_chosen(int count) { return release::list_chosen(chosen, count, index); }
  /// Moves the entries of the `listed` lines in index to the beginning.
  template <class... Entries>
  void gather_listed(int listed, Entries&... entries) {
    const auto gather = [&](auto& some) {
      for (int i = 0; i < listed; ++i) some[i] = some[index[i]];
    };
    (gather(entries), ...);
  }
};

/// Finds log2 of the rates of lines at a level of the stress.
SLIPBURST_FLATTENED inline void find_log2_rates(const EscapeLaw& shared, const Level& level, double barrier, int count,
                                                const Lanes::Numbers& eta, Lanes::Numbers& log2_rate) {
  const EscapeLaw law = shared;  // local copies, which no store can alias
  const Level at = level;
  if (EscapeLaw::is_thermal(barrier)) {
    for (int i = 0; i < count; ++i) log2_rate[i] = law.log2_thermal_rate(at.eta(eta[i]), barrier);
  } else {
    for (int i = 0; i < count; ++i) log2_rate[i] = law.log2_tunnelling_rate(at.eta(eta[i]));
  }
}

/// Whether a piece has the level and barrier at its start that the piece before it has at its end.
inline bool goes_on(const Piece& before, const Piece& piece) {
  return before.barrier == piece.barrier && before.last.gain == piece.first.gain &&
         before.last.shift == piece.first.shift;
}

/// Finds log2 of the rates of lines at both ends of a piece: `first`, and unless the piece is steady, `last`.
/// \param before  piece before it, the rates of which are at hand; or none
inline void find_rates(const History& history, const Piece& piece, int count, Lanes& lanes,
                       const Piece* before = nullptr) {
  if (!before || !goes_on(*before, piece)) {
    find_log2_rates(history.law, piece.first, piece.barrier, count, lanes.eta, lanes.first);
  } else if (!before->steady) {
    std::copy_n(lanes.last, count, lanes.first);
  }
  if (!piece.steady) find_log2_rates(history.law, piece.last, piece.barrier, count, lanes.eta, lanes.last);
}

/// Finds the hazards between two times within a piece, after find_rates().
SLIPBURST_FLATTENED inline void find_hazards(const Piece& shared, double from, double to, int count, Lanes& lanes) {
  const Piece piece = shared;
  if (piece.steady) {
    for (int i = 0; i < count; ++i) lanes.hazard[i] = History::steady_hazard(lanes.first[i], to - from);
  } else {
    for (int i = 0; i < count; ++i) {
      const History::Rate start = History::rate_between(piece, lanes.first[i], lanes.last[i], from);
      lanes.hazard[i] = History::changing_hazard(start, to - from);
    }
  }
}

/// Finds the times within a piece at which the hazards since `from` reach `left`, after find_rates().
SLIPBURST_FLATTENED inline void find_times(const Piece& shared, double from, int count, Lanes& lanes) {
  const Piece piece = shared;
  if (piece.steady) {
    for (int i = 0; i < count; ++i) lanes.time[i] = History::time_of_steady(lanes.first[i], from, lanes.left[i]);
  } else {
    for (int i = 0; i < count; ++i) {
      const History::Rate start = History::rate_between(piece, lanes.first[i], lanes.last[i], from);
      lanes.time[i] = History::time_of_changing(start, from, lanes.left[i]);
    }
  }
}

/// Sets the hazards of the lines that leave at the very start of a piece to infinity.
inline void lose_at_once(const Piece& piece, int count, const Lanes::Numbers& eta, Lanes::Numbers& hazard) {
  if (!piece.releases) return;
  const Level at = piece.first;
  for (int i = 0; i < count; ++i) {
    hazard[i] = at.eta(eta[i]) <= 0.0 ? std::numeric_limits<double>::infinity() : hazard[i];
  }
}

/// Finds `before`, the hazards from the start of piece `source` to a time within `piece`, as History::hazard_since(),
/// and the rates of `piece`.
inline void find_hazards_since(const History& history, std::int32_t source, std::int32_t piece, double time, int count,
                               Lanes& lanes) {
  std::fill_n(lanes.before, count, 0.0);
  for (std::int32_t k = source; k <= piece; ++k) {
    const Piece& own = history.pieces[k];
    find_rates(history, own, count, lanes, k > source ? &own - 1 : nullptr);
    find_hazards(own, own.start, k < piece ? own.end : time, count, lanes);
    for (int i = 0; i < count; ++i) lanes.before[i] += lanes.hazard[i];
    lose_at_once(own, count, lanes.eta, lanes.before);
  }
}

/// Finds `before` and `leaving` of lines that may leave within a part, as Slices::odds().
SLIPBURST_FLATTENED inline void find_odds(const Slices& slices, const Part& part, int count, Lanes& lanes) {
  const History history = slices.history_of(part.population);
  const Piece& piece = history.pieces[part.piece];
  if (part.at_once) {
    find_hazards_since(history, part.source, part.piece - 1, part.from, count, lanes);
    for (int i = 0; i < count; ++i) {
      lanes.leaving[i] = history.leaves_at_once(part.piece, lanes.eta[i]) ? 1.0 : 0.0;
    }
    return;
  }
  if (piece.steady) {
    find_hazards_since(history, part.source, part.piece - 1, piece.start, count, lanes);
    find_rates(history, piece, count, lanes, part.source < part.piece ? &piece - 1 : nullptr);
    find_hazards(piece, piece.start, part.from, count, lanes);
    lose_at_once(piece, count, lanes.eta, lanes.hazard);
    for (int i = 0; i < count; ++i) lanes.before[i] = lanes.hazard[i] + lanes.before[i];
  } else {
    find_hazards_since(history, part.source, part.piece, part.from, count, lanes);
  }
  find_hazards(piece, part.from, part.to, count, lanes);
  for (int i = 0; i < count; ++i) lanes.leaving[i] = math::one_minus_exp(lanes.hazard[i]);
}

/// Finds the times of lines that leave within a part, after their random numbers are put into `left`: as
/// Slices::time_within().
SLIPBURST_FLATTENED inline void find_times_within(const Slices& slices, const Part& part, int count, Lanes& lanes) {
  const History history = slices.history_of(part.population);
  const Piece piece = history.pieces[part.piece];
  const double from = part.from, to = part.to;
  find_rates(history, piece, count, lanes);
  find_hazards(piece, from, to, count, lanes);
  for (int i = 0; i < count; ++i) lanes.left[i] = Slices::hazard_left(lanes.hazard[i], lanes.left[i]);
  find_times(piece, from, count, lanes);
  for (int i = 0; i < count; ++i) lanes.time[i] = lanes.time[i] < to ? lanes.time[i] : to;
}

/// Finds the stresses of lines that leave at their times within a part, as Slices::stress().
SLIPBURST_FLATTENED inline void find_stresses(const Slices& slices, const Part& part, int count, Lanes& lanes) {
  const Population population = slices.populations[part.population];
  const Piece piece = slices.history_of(part.population).pieces[part.piece];
  const StressReach reach = slices.reach();
  for (int i = 0; i < count; ++i) {
    const Stress stress = reach.stress(population, piece, lanes.eta[i], lanes.time[i]);
    lanes.pinned[i] = stress.pinned;
    lanes.rise[i] = stress.rise;
  }
}

/// Finds the slices of the times, as Slices::slice_at().
SLIPBURST_FLATTENED inline void find_slices(const Slices& slices, int count, Lanes& lanes) {
  const double* const edges = slices.edges;
  const std::int32_t timed = slices.timed;
  std::fill_n(lanes.slice, count, 0);
  for (std::int32_t step = 1 << 30; step > 0; step /= 2) {
    if (step >= timed) continue;
    for (int i = 0; i < count; ++i) {
      const std::int32_t next = lanes.slice[i] + step;
      const bool later = next < timed && edges[next < timed ? next : timed] <= lanes.time[i];
      lanes.slice[i] = later ? next : lanes.slice[i];
    }
  }
  for (int i = 0; i < count; ++i) {
    lanes.slice[i] = lanes.time[i] >= edges[0] && lanes.time[i] < edges[timed] ? lanes.slice[i] : -1;
  }
}

/// Draws which lines of a population plain draws keep, by its density of pins. \param word  decides
/// \return number of lines kept
template <class Word>
int keep_pinned(const Slices& slices, int count, Word word, Lanes& lanes) {
  const PinDensity density = slices.density;
  const double bound = slices.plain_log2_bound;
  for (int i = 0; i < count; ++i) {
    const double share = Slices::share_of(density.log2_density(lanes.eta[i]) - bound);
    lanes.chosen[i] = random::uniform32(word(i)) < share ? 1 : 0;
  }
  const int kept = lanes.list_chosen(count);
  lanes.gather_listed(kept, lanes.event, lanes.eta);
  return kept;
}

/// Follows lines of a population through the history until they have left, as History::departure(), after the hazards
/// until their releases are put into `left`.
/// \param take  take(event, release) takes the release of each
template <class Take>
void follow_departures(const Slices& slices, std::int32_t population, int count, Lanes& lanes, Take take) {
  const History history = slices.history_of(population);
  const auto leave = [&](std::int32_t k, int i, std::int32_t slice, double time) {
    take(lanes.event[i], slice < 0 ? no_release() : Release{slice, slices.stress(population, k, lanes.eta[i], time)});
  };
  const auto drop_chosen = [&] {
    for (int i = 0; i < count; ++i) lanes.chosen[i] ^= 1;
    count = lanes.list_chosen(count);
    lanes.gather_listed(count, lanes.event, lanes.eta, lanes.left);
  };
  for (std::int32_t k = slices.populations[population].piece; count > 0; ++k) {
    const Piece piece = history.pieces[k];
    if (piece.releases) {
      for (int i = 0; i < count; ++i) {
        lanes.chosen[i] = history.leaves_at_once(k, lanes.eta[i]) ? 1 : 0;
        if (lanes.chosen[i]) leave(k, i, slices.lost_slice[k], piece.start);
      }
      drop_chosen();
    }
    const bool last = k == history.count - 1;
    find_rates(history, piece, count, lanes);
    if (!last) find_hazards(piece, piece.start, piece.end, count, lanes);
    find_times(piece, piece.start, count, lanes);
    for (int i = 0; i < count; ++i) lanes.chosen[i] = last || lanes.hazard[i] > lanes.left[i] ? 1 : 0;
    for (int i = 0; i < count; ++i) lanes.time[i] = lanes.time[i] < piece.end ? lanes.time[i] : piece.end;
    find_slices(slices, count, lanes);
    for (int i = 0; i < count; ++i) {
      if (lanes.chosen[i]) leave(k, i, lanes.slice[i], lanes.time[i]);
    }
    if (last) return;
    for (int i = 0; i < count; ++i) lanes.left[i] -= lanes.hazard[i];
    drop_chosen();
  }
}

}  // namespace slipburst::release
