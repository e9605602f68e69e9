#pragma once
/// \file Disjoint slices of time, and the drawing of releases within a slice.

#include <cmath>
#include <cstdint>
#include <limits>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"
#include "slipburst/release/history.hpp"
#include "slipburst/release/pin_density.hpp"

namespace slipburst::release {

/// Stresses that the length and the energies of a line depend on.
struct alignas(16) Stress {
  double pinned;  ///< stress at pinning over that of the case
  double rise;    ///< stress at release over that at pinning
};

/// Bounds of the stresses of some releases, over those of the case.
struct StressBounds {
  double max_pinned;                  ///< stress at pinning
  double min_released, max_released;  ///< stress at release
  double min_rise;                    ///< see Stress
};

/// Releases of a population within [from, to], inside one piece; or the lines that leave at the very start of the
/// piece, where they have no barrier any more.
struct Part {
  std::int32_t population, source, piece;  ///< source: piece at whose start the population was pinned
  double from, to;
  double log2_weight;  ///< log2 of the population's share of all pins
  bool at_once;
  bool same_stress;  ///< whether all its releases have the stresses `stress`
  Stress stress;
};

/// Interval of eta within which a bound of the density of releases holds.
struct Cell {
  double begin;          ///< share of the slice's bounds in the cells before this one
  double eta;            ///< lower end of the cell
  double eta_per_share;  ///< width of the cell over its share
  double log2_bound;
  std::int32_t part;
};

/// Words that decide on candidates in one of 2048 equal intervals of the share, by bounds of the density of releases.
struct alignas(16) KeepWords {
  static constexpr int bits = 11, intervals = 1 << bits;
  SLIPBURST_FUNCTION static constexpr std::int32_t interval(std::uint32_t high) {
    return static_cast<std::int32_t>(high >> (32 - bits));
  }

  std::uint32_t sure = 0;    ///< words below surely keep a candidate; 0 if the stress of releases varies
  std::uint32_t unsure = 0;  ///< words above surely do not keep a candidate
  std::int32_t part = 0;     ///< a part whose releases have the stress of all those in the interval, unless it varies
  std::uint32_t kept = 0;    ///< words below surely keep a candidate, whatever the stress of its release
};

/// Drawn release; negative `slice`: no release.
struct Release {
  std::int32_t slice;
  Stress stress;
};
SLIPBURST_FUNCTION inline constexpr Release no_release() { return {-1, {1.0, 1.0}}; }

/// Release as far as words tell it without its rates: that it happens, or that they do not tell, or else that there is
/// no release.
struct ToldRelease {
  bool happens, unsure;
  Release release;  ///< of one that happens
};

/// Range of the stress factor that a table reaches.
struct StressReach {
  double min_factor, max_factor;

  SLIPBURST_FUNCTION double reachable(double factor) const {
    return factor > min_factor ? (factor < max_factor ? factor : max_factor) : min_factor;
  }
  /// Stresses of a release of a population at a time within a piece of its history.
  SLIPBURST_FUNCTION Stress stress(const Population& population, const Piece& piece, double eta, double time) const {
    const double then = population.stress(eta), pinned = reachable(then);
    return {pinned, reachable(then * History::stress_factor(piece, eta, time)) / pinned};
  }
};

/// Data that release times are drawn from. Non-owning.
///
/// Slices are numbered by time. Slices of instantaneous losses follow, one for each piece that begins with such a loss.
/// Within a slice, the density of releases over eta,
///   g(eta) = weight p(eta) exp(-H(pinned .. from)) (1 - exp(-H(from .. to))),
/// lies below the bounds of its cells: a cell is drawn in proportion to its bound, eta uniformly in it, kept with
/// probability g / bound, and the time by inverting the hazard within the slice. So counts stay integral, and the share
/// of pins that leaves is the kept fraction of the draws times the sum of all bounds.
struct Slices {
  static constexpr std::int32_t guide_posts = 257;

  History history;                ///< history of the first population; the pieces of the other populations follow
  const Population* populations;  ///< [population_count]
  std::int32_t population_count;
  PinDensity density;  ///< density of the pins of each population over eta at pinning
  const Part* parts;
  std::int32_t part_count;
  const Cell* cells;
  const std::int32_t* first_cell;  ///< [slices + 1]
  const std::int32_t* guide;    ///< [slice][guide_posts]: first cell that may hold a share of post / (guide_posts - 1)
  const KeepWords* keep_words;  ///< [slice][KeepWords::intervals]
  std::int32_t slices, timed;   ///< number of all slices, and of the slices of time
  const double* edges;          ///< s, [timed + 1]
  const std::int32_t* lost_slice;   ///< slice of the instantaneous losses at the start of each piece; negative: no loss
  double min_factor, max_factor;    ///< range of the stress factor that the table reaches
  double plain_first, plain_reach;  ///< plain draws: range of eta
  double plain_log2_bound;          ///< bound of the log2 density in that range

  SLIPBURST_FUNCTION History history_of(std::int32_t population) const {
    return {history.pieces + static_cast<std::int64_t>(population) * history.count, history.count, history.law};
  }

  /// g(eta) = 2^log2_held * leaving: density of the lines still pinned at `from`, and the share of them that leaves.
  struct Odds {
    double log2_held, leaving;
  };
  SLIPBURST_FUNCTION Odds odds(const Part& part, double eta) const {
    const double pins = part.log2_weight + density.log2_density(eta);
    const History own = history_of(part.population);
    if (part.at_once) {
      const double before =
          part.source < part.piece ? own.hazard_since(part.source, part.piece - 1, eta, part.from) : 0.0;
      return odds_of(pins, before, own.leaves_at_once(part.piece, eta) ? 1.0 : 0.0);
    }
    const History::Hazards hazards = own.hazards(part.source, part.piece, eta, part.from, part.to);
    return odds_of(pins, hazards.before, math::one_minus_exp(hazards.within));
  }
  /// \param pins  log2 of the density of lines at pinning  \param before  hazard until `from`
  SLIPBURST_FUNCTION static Odds odds_of(double pins, double before, double leaving) {
    return {pins - log2_loss(before), leaving};
  }
  /// log2 g(eta), or log2_held + PinDensity::none where no line leaves.
  SLIPBURST_FUNCTION double log2_release_density(const Part& part, double eta) const {
    const Odds at = odds(part, eta);
    return at.log2_held + (at.leaving > 0.0 ? math::log2(at.leaving) : PinDensity::none);
  }

  /// Bounds of the stresses of all releases, and of those of a slice.
  StressBounds stresses() const { return stresses_of_cells(0, first_cell[slices]); }
  StressBounds stresses_of(std::int32_t slice) const {
    return stresses_of_cells(first_cell[slice], first_cell[slice + 1]);
  }

  struct Candidate {
    double eta;
    std::int32_t cell;
  };
  SLIPBURST_FUNCTION Candidate candidate(std::int32_t slice, std::uint32_t low, std::uint32_t high) const {
    return candidate(slice, random::uniform64(low, high));
  }
  /// \param share  uniform on (0, 1]
  SLIPBURST_FUNCTION Candidate candidate(std::int32_t slice, double share) const {
    const std::int32_t index = cell_of(slice, share);
    const Cell& cell = cells[index];
    return {math::fused(share - cell.begin, cell.eta_per_share, cell.eta), index};
  }
  /// Cell of a slice that holds a share of the slice's bounds.
  SLIPBURST_FUNCTION std::int32_t cell_of(std::int32_t slice, double share) const {
    std::int32_t index = guide[slice * guide_posts + static_cast<std::int32_t>(share * (guide_posts - 1))];
    const std::int32_t last = first_cell[slice + 1] - 1;
    while (index < last && cells[index + 1].begin < share) ++index;
    return index;
  }

  /// Whether a candidate is a release.
  SLIPBURST_FUNCTION bool keeps(const Candidate& candidate, std::uint32_t word) const {
    const Cell& cell = cells[candidate.cell];
    return keeps(odds(parts[cell.part], candidate.eta), cell.log2_bound, word);
  }
  SLIPBURST_FUNCTION static bool keeps(const Odds& odds, double log2_bound, std::uint32_t word) {
    return random::uniform32(word) < share_of(odds.log2_held - log2_bound) * odds.leaving;
  }
  SLIPBURST_FUNCTION const Part& part_of(const Candidate& candidate) const { return parts[cells[candidate.cell].part]; }
  /// Release that the words of a candidate tell without its density, as they mostly do. \param high  as of candidate()
  /// \param keep  as of release()
  SLIPBURST_FUNCTION ToldRelease told_release(std::int32_t slice, std::uint32_t high, std::uint32_t keep) const {
    const KeepWords words = keep_words[slice * KeepWords::intervals + KeepWords::interval(high)];
    return {keep < words.sure, keep >= words.sure && keep <= words.unsure, {slice, parts[words.part].stress}};
  }
  /// Whether the words of a candidate tell that it is a release. \param high, keep  as of told_release()
  SLIPBURST_FUNCTION bool surely_keeps(std::int32_t slice, std::uint32_t high, std::uint32_t keep) const {
    return keep < keep_words[slice * KeepWords::intervals + KeepWords::interval(high)].kept;
  }
  /// Time of a candidate's release. \param share  uniform on (0, 1]
  SLIPBURST_FUNCTION double time_of(const Candidate& candidate, double share) const {
    const Part& part = part_of(candidate);
    return part.at_once ? part.from : time_within(part, candidate.eta, share);
  }
  SLIPBURST_FUNCTION StressReach reach() const { return {min_factor, max_factor}; }
  /// Stresses of a release at a time within a piece.
  SLIPBURST_FUNCTION Stress stress(std::int32_t population, std::int32_t piece, double eta, double time) const {
    return reach().stress(populations[population], history_of(population).pieces[piece], eta, time);
  }
  SLIPBURST_FUNCTION Stress stress(const Candidate& candidate, double time) const {
    const Part& part = part_of(candidate);
    return part.same_stress ? part.stress : stress(part.population, part.piece, candidate.eta, time);
  }

  /// \param low, high  decide the time  \param keep  decides whether the candidate is kept
  SLIPBURST_FUNCTION Release release(std::int32_t slice, const Candidate& candidate, std::uint32_t low,
                                     std::uint32_t high, std::uint32_t keep) const {
    if (!keeps(candidate, keep)) return no_release();
    return kept_release(slice, candidate, low, high);
  }
  /// Release of a candidate that is one.
  SLIPBURST_FUNCTION Release kept_release(std::int32_t slice, const Candidate& candidate, std::uint32_t low,
                                          std::uint32_t high) const {
    const Part& part = part_of(candidate);
    if (part.same_stress) return {slice, part.stress};
    // Under a steady stress the time does not matter.
    const bool timeless = history.pieces[part.piece].steady;
    return {slice, stress(candidate, timeless ? part.from : time_of(candidate, random::uniform64(low, high)))};
  }

  /// Release of a line drawn from all lines of a population that could leave.
  SLIPBURST_FUNCTION Release plain_release(std::int32_t population, double eta, std::uint32_t low, std::uint32_t high,
                                           std::uint32_t keep) const {
    if (!(random::uniform32(keep) < share_of(density.log2_density(eta) - plain_log2_bound))) return no_release();
    const Departure departure =
        history_of(population).departure(populations[population].piece, eta, -math::log(random::uniform64(low, high)));
    const std::int32_t slice = departure.at_once ? lost_slice[departure.piece] : slice_at(departure.time);
    return {slice, stress(population, departure.piece, eta, departure.time)};
  }
  SLIPBURST_FUNCTION double plain_eta(std::uint32_t low, std::uint32_t high) const {
    return math::fused(plain_reach - plain_first, random::uniform64(low, high), plain_first);
  }

  /// Time at which a line with a given eta leaves, given that it leaves within the part.
  /// \param share  uniform on (0, 1]
  SLIPBURST_FUNCTION double time_within(const Part& part, double eta, double share) const {
    const History own = history_of(part.population);
    const double hazard = hazard_left(own.hazard(part.piece, eta, part.from, part.to), share);
    const double time = own.time_of(part.piece, eta, part.from, hazard);
    return time < part.to ? time : part.to;
  }
  /// Hazard up to the release of a line that leaves within a hazard `whole`: -ln(exp(-whole) + share (1 -
  /// exp(-whole))).
  SLIPBURST_FUNCTION static double hazard_left(double whole, double share) {
    // From the argument's distance to 1 where that is small.
    const double leaves = math::one_minus_exp(whole), distance = (1.0 - share) * leaves;
    const bool near = distance < 0.5;
    const double argument = near ? 1.0 - distance : math::fused(share, leaves, 1.0 - leaves);
    const double log = math::log(argument);
    return near ? distance * math::log_ratio(argument, log) : -log;
  }

  /// Slice of a time; negative outside all slices.
  SLIPBURST_FUNCTION std::int32_t slice_at(double time) const {
    if (!(time >= edges[0] && time < edges[timed])) return -1;
    std::int32_t low = 0, high = timed;
    while (high - low > 1) {
      const std::int32_t middle = (low + high) / 2;
      (edges[middle] <= time ? low : high) = middle;
    }
    return low;
  }
  /// Share of a bound from its log2.
  SLIPBURST_FUNCTION static double share_of(double log2_share) {
    return math::exp2(log2_share > -950.0 ? (log2_share < 950.0 ? log2_share : 950.0) : -950.0);
  }

 private:
  StressBounds stresses_of_cells(std::int32_t begin, std::int32_t end) const {
    constexpr double none = std::numeric_limits<double>::infinity();
    StressBounds bounds{0, none, 0, none};
    const auto include = [&](double max_pinned, double min_released, double max_released) {
      bounds.max_pinned = std::fmax(bounds.max_pinned, max_pinned);
      bounds.min_released = std::fmin(bounds.min_released, min_released);
      bounds.max_released = std::fmax(bounds.max_released, max_released);
      bounds.min_rise = std::fmin(bounds.min_rise, min_released / max_pinned);
    };
    std::int32_t last = -1;
    for (std::int32_t i = begin; i < end; ++i) {
      if (cells[i].part == last) continue;
      const Part& part = parts[last = cells[i].part];
      if (part.same_stress) {
        const double released = part.stress.pinned * part.stress.rise;
        include(part.stress.pinned, released, released);
      } else {
        include(max_factor, min_factor, max_factor);
      }
    }
    return bounds;
  }

  /// Hazard in bits, capped at a number that leaves no line.
  SLIPBURST_FUNCTION static double log2_loss(double hazard) { return (hazard < 1e6 ? hazard : 1e6) * (1 / math::ln2); }
};

}  // namespace slipburst::release
