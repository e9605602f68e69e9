#pragma once
/// \file Disjoint slices of time, and how releases are drawn within one.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"
#include "slipburst/release/history.hpp"
#include "slipburst/release/pin_density.hpp"

namespace slipburst::release {

/// Releases within [from, to], inside one piece, of lines pinned at the start of piece `source`; or those that leave at
/// the very start of the piece, as nothing holds them any more.
struct Part {
  std::int32_t source, piece;
  double from, to;
  double log2_weight;  ///< log2 of the share of all pins that were pinned then
  bool at_once;
};

/// An interval of eta within which a bound of the density of releases holds.
struct Cell {
  double begin;          ///< share of the slice's bounds that lies in the cells before
  double eta;            ///< its lower end
  double eta_per_share;  ///< its width over its share
  double log2_bound;
  std::int32_t part;
};

/// A release drawn: not one if `slice` is negative.
struct Release {
  std::int32_t slice;
  double stress_factor;
};
inline constexpr Release no_release = {-1, 1.0};

/// Everything release times are drawn from. Non-owning.
///
/// Slices are numbered by time; those that follow hold what leaves at once, one for each piece that begins with such a
/// loss. Within one, the density of releases over eta,
///   g(eta) = weight p(eta) exp(-H(source .. from)) (1 - exp(-H(from .. to))),
/// lies below the bounds of its cells: a cell is drawn in proportion to its bound, eta uniformly in it, kept with
/// probability g / bound, and the time by inverting the hazard within the slice. So counts stay integral, and what was
/// kept of what was drawn, times the sum of all bounds, is the share of pins that leaves.
struct Slices {
  History history;
  PinDensity density;
  const Part* parts;
  std::int32_t part_count;
  const Cell* cells;
  const std::int32_t* first_cell;        ///< [slices + 1]
  std::int32_t slices, timed;            ///< all, and those of time
  const double* edges;                   ///< s, [timed + 1]
  const std::int32_t* lost_slice;        ///< of what leaves at once at the start of each piece; negative: none does
  double least_factor, greatest_factor;  ///< of the stress: what the table reaches
  double plain_reach;                    ///< plain draws: eta below this
  double plain_log2_bound;               ///< of the density there

  /// log2 g(eta), or something below PinDensity::none where nothing leaves.
  SLIPBURST_FUNCTION double log2_release_density(const Part& part, double eta) const {
    constexpr double log2_e = 1 / math::ln2;
    if (part.at_once) {
      if (!history.leaves_at_once(part.piece, eta)) return PinDensity::none;
      const double before =
          part.source < part.piece ? history.hazard_since(part.source, part.piece - 1, eta, part.from) : 0.0;
      return part.log2_weight + density.log2_density(eta) - held(before) * log2_e;
    }
    const double before = history.hazard_since(part.source, part.piece, eta, part.from);
    const double within = history.hazard(part.piece, eta, part.from, part.to);
    return part.log2_weight + density.log2_density(eta) - held(before) * log2_e + log2_of_leaving(within);
  }

  /// log2(1 - exp(-hazard)).
  SLIPBURST_FUNCTION static double log2_of_leaving(double hazard) { return math::log2(math::one_minus_exp(hazard)); }

  struct Candidate {
    double eta;
    std::int32_t cell;
  };
  SLIPBURST_FUNCTION Candidate candidate(std::int32_t slice, std::uint32_t low, std::uint32_t high) const {
    const double share = random::uniform64(low, high);
    std::int32_t first = first_cell[slice], end = first_cell[slice + 1];
    while (end - first > 1) {
      const std::int32_t middle = (first + end) / 2;
      (cells[middle].begin < share ? first : end) = middle;
    }
    const Cell& cell = cells[first];
    return {math::fused(share - cell.begin, cell.eta_per_share, cell.eta), first};
  }

  /// \param low, high  decide the time  \param keep  decides whether the candidate is kept
  SLIPBURST_FUNCTION Release release(std::int32_t slice, const Candidate& candidate, std::uint32_t low,
                                     std::uint32_t high, std::uint32_t keep) const {
    const Cell& cell = cells[candidate.cell];
    const Part& part = parts[cell.part];
    const double eta = candidate.eta;
    if (!kept(log2_release_density(part, eta) - cell.log2_bound, keep)) return no_release;
    const double time = part.at_once ? part.from : time_within(part, eta, random::uniform64(low, high));
    return {slice, reachable(history.stress_factor(part.piece, eta, time))};
  }

  /// A release of a line drawn from all that could leave, pinned at the start of piece `source`.
  SLIPBURST_FUNCTION Release plain_release(std::int32_t source, double eta, std::uint32_t low, std::uint32_t high,
                                           std::uint32_t keep) const {
    if (!kept(density.log2_density(eta) - plain_log2_bound, keep)) return no_release;
    const Departure departure = history.departure(source, eta, -math::log(random::uniform64(low, high)));
    const std::int32_t slice = departure.at_once ? lost_slice[departure.piece] : slice_at(departure.time);
    return {slice, reachable(history.stress_factor(departure.piece, eta, departure.time))};
  }
  SLIPBURST_FUNCTION double plain_eta(std::uint32_t low, std::uint32_t high) const {
    return plain_reach * random::uniform64(low, high);
  }

  /// When a line with a given eta leaves, if it does within the part. \param share  uniform on (0, 1]
  SLIPBURST_FUNCTION double time_within(const Part& part, double eta, double share) const {
    const double whole = history.hazard(part.piece, eta, part.from, part.to);
    // Minus the logarithm of exp(-whole) + share (1 - exp(-whole)), by its distance from 1 where that is small.
    const double leaves = math::one_minus_exp(whole), distance = (1.0 - share) * leaves;
    const double hazard =
        distance < 0.5 ? distance * math::log1p_ratio(-distance) : -math::log(math::fused(share, leaves, 1.0 - leaves));
    const double time = history.time_of(part.piece, eta, part.from, hazard);
    return time < part.to ? time : part.to;
  }

 private:
  SLIPBURST_FUNCTION static bool kept(double log2_share, std::uint32_t word) {
    return log2_share > -64.0 && random::uniform32(word) < math::exp2(log2_share < 0.0 ? log2_share : 0.0);
  }
  SLIPBURST_FUNCTION static double held(double hazard) { return hazard < 1e6 ? hazard : 1e6; }
  SLIPBURST_FUNCTION double reachable(double factor) const {
    return factor > least_factor ? (factor < greatest_factor ? factor : greatest_factor) : least_factor;
  }
  /// Slice of a time; negative outside all.
  SLIPBURST_FUNCTION std::int32_t slice_at(double time) const {
    if (!(time >= edges[0] && time < edges[timed])) return -1;
    std::int32_t low = 0, high = timed;
    while (high - low > 1) {
      const std::int32_t middle = (low + high) / 2;
      (edges[middle] <= time ? low : high) = middle;
    }
    return low;
  }
};

}  // namespace slipburst::release
