#pragma once
/// \file History of the film after cooldown, and its effect on a pinned line.

#include <cstdint>
#include <limits>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/release/escape.hpp"

namespace slipburst::release {

/// Stress relative to a reference stress tau, under which a line has eta = 1 - tau / tau_c:
/// eta becomes eta - gain (1 - eta) - shift, that is tau becomes (1 + gain + shift / (1 - eta)) tau.
struct Level {
  double gain = 0, shift = 0;

  SLIPBURST_FUNCTION double eta(double at_rest) const { return math::fused(-gain, 1.0 - at_rest, at_rest) - shift; }
};

/// Lines pinned together, at the start of a piece. Their eta refers to the stress at pinning.
struct Population {
  std::int32_t piece;
  Level level;  ///< stress at that time, relative to that of the case

  /// Stress at pinning over that of the case; infinite if no positive stress of the case leads to this eta.
  SLIPBURST_FUNCTION double stress(double eta) const {
    const double factor = 1.0 + level.gain;
    if (level.shift == 0.0) return factor;
    const double strength = 1.0 - eta, rest = strength - level.shift;  // in tau_c: at pinning, and without the shift
    return rest > 0.0 ? factor * strength / rest : std::numeric_limits<double>::infinity();
  }
};

/// Stretch of time within which levels change linearly from `first` to `last`, with all other conditions constant.
struct Piece {
  double start, end;  ///< s since cooldown; the last piece never ends
  Level first, last;
  double barrier;  ///< see EscapeLaw::log2_rate
  bool steady;     ///< first = last
  bool releases;   ///< the level jumps at the start, and some lines have no barrier then: they leave at once
};

/// Departure of a line.
struct Departure {
  double time;         ///< s since cooldown; infinite: the line has not left
  std::int32_t piece;  ///< piece in which the line leaves
  bool at_once;        ///< at the very start of the piece, where the line has no barrier
};

/// History of a population, with levels relative to the stress it was pinned under. Non-owning; pieces follow
/// each other without gaps, the first at time 0, the last without end.
///
/// Within a piece the logarithm of a line's rate is linear in time, which is exact for tunnelling: hazards are
/// closed forms. Ramps with thermal escape are cut into pieces small enough.
struct History {
  const Piece* pieces;
  std::int32_t count;
  EscapeLaw law;

  SLIPBURST_FUNCTION bool leaves_at_once(std::int32_t piece, double eta) const {
    return pieces[piece].releases && pieces[piece].first.eta(eta) <= 0.0;
  }

  /// Rate at a time within a piece as log2(rate s), and its change per second.
  struct Rate {
    double log2_rate, slope;
  };
  SLIPBURST_FUNCTION Rate rate(std::int32_t index, double eta, double time) const {
    const Piece& piece = pieces[index];
    const double first = law.log2_rate(piece.first.eta(eta), piece.barrier);
    if (piece.steady) return {first, 0.0};
    return rate_between(piece, first, law.log2_rate(piece.last.eta(eta), piece.barrier), time);
  }
  /// Rate at a time within a piece from those at its ends.
  SLIPBURST_FUNCTION static Rate rate_between(const Piece& piece, double first, double last, double time) {
    const double slope = (last - first) / (piece.end - piece.start);
    return {math::fused(slope, time - piece.start, first), slope};
  }

  /// Integral of the rate between two times within a piece.
  SLIPBURST_FUNCTION double hazard(std::int32_t piece, double eta, double from, double to) const {
    const Rate start = rate(piece, eta, from);
    return pieces[piece].steady ? steady_hazard(start.log2_rate, to - from) : changing_hazard(start, to - from);
  }
  SLIPBURST_FUNCTION static double steady_hazard(double log2_rate, double span) { return power(log2_rate) * span; }
  /// Integral, over a time span, of a rate that is `start` at first.
  SLIPBURST_FUNCTION static double changing_hazard(const Rate& start, double span) {
    // Evaluated from the end with the greater rate, so that the smaller rate may be arbitrarily small.
    const double rise = start.slope * span;
    const double greater = power(rise > 0.0 ? start.log2_rate + rise : start.log2_rate) * span;
    const double change = math::ln2 * (rise > 0.0 ? rise : -rise);
    return change == 0.0 ? greater : greater * math::one_minus_exp(change) / change;
  }

  /// Integral of the rate from the start of piece `source`, where the line was pinned, to a time within `piece`;
  /// infinite if it left at once on the way.
  SLIPBURST_FUNCTION double hazard_since(std::int32_t source, std::int32_t piece, double eta, double time) const {
    double sum = 0;
    for (std::int32_t i = source; i <= piece; ++i) {
      if (leaves_at_once(i, eta)) return std::numeric_limits<double>::infinity();
      sum += hazard(i, eta, pieces[i].start, i < piece ? pieces[i].end : time);
    }
    return sum;
  }

  /// Hazards of a line pinned at the start of piece `source`: up to `from`, and from there to `to`, both within
  /// `piece`.
  struct Hazards {
    double before, within;
  };
  SLIPBURST_FUNCTION Hazards hazards(std::int32_t source, std::int32_t index, double eta, double from,
                                     double to) const {
    const Piece& piece = pieces[index];
    if (!piece.steady) return {hazard_since(source, index, eta, from), hazard(index, eta, from, to)};
    const double rate = power(law.log2_rate(piece.first.eta(eta), piece.barrier));
    double before = rate * (from - piece.start);
    if (leaves_at_once(index, eta)) before = std::numeric_limits<double>::infinity();
    if (source < index) before += hazard_since(source, index - 1, eta, piece.start);
    return {before, rate * (to - from)};
  }

  /// Time within a piece at which the hazard since `from` reaches `hazard`; may lie beyond the end of the piece.
  SLIPBURST_FUNCTION double time_of(std::int32_t piece, double eta, double from, double hazard) const {
    const Rate start = rate(piece, eta, from);
    return pieces[piece].steady ? time_of_steady(start.log2_rate, from, hazard) : time_of_changing(start, from, hazard);
  }
  SLIPBURST_FUNCTION static double time_of_steady(double log2_rate, double from, double hazard) {
    return from + hazard / power(log2_rate);
  }
  /// \param start  rate at `from`
  SLIPBURST_FUNCTION static double time_of_changing(const Rate& start, double from, double hazard) {
    constexpr double never = std::numeric_limits<double>::infinity();
    const bool negligible = start.log2_rate < min_bits;  // at first: only its growth counts
    const double gain = math::ln2 * start.slope * hazard;
    const double steady = hazard / power(start.log2_rate);
    const double growth = math::ln2 * start.slope * steady;
    const double argument = negligible ? gain : 1.0 + growth;
    const double log2 = math::log2(argument);
    const double after =
        negligible ? (log2 - start.log2_rate) / start.slope : steady * math::log_ratio(argument, math::ln2 * log2);
    // A rate that falls too fast never reaches the hazard.
    return argument > (negligible ? 1e-200 : 0.0) ? from + after : never;
  }

  /// Departure of a line pinned at the start of piece `source`, by inverting its cumulative hazard.
  SLIPBURST_FUNCTION Departure departure(std::int32_t source, double eta, double hazard_left) const {
    for (std::int32_t i = source; i < count; ++i) {
      const Piece& piece = pieces[i];
      if (leaves_at_once(i, eta)) return {piece.start, i, true};
      const bool last = i == count - 1;
      const double gathered = last ? hazard_left : hazard(i, eta, piece.start, piece.end);
      if (last || gathered > hazard_left) {
        const double time = time_of(i, eta, piece.start, hazard_left);
        return {time < piece.end ? time : piece.end, i, false};
      }
      hazard_left -= gathered;
    }
    return {std::numeric_limits<double>::infinity(), count - 1, false};
  }

  /// Stress at a time within a piece over the stress at pinning.
  SLIPBURST_FUNCTION static double stress_factor(const Piece& piece, double eta, double time) {
    double gain = piece.first.gain, shift = piece.first.shift;
    if (!piece.steady) {
      const double part = (time - piece.start) / (piece.end - piece.start);
      gain = math::fused(part, piece.last.gain - gain, gain);
      shift = math::fused(part, piece.last.shift - shift, shift);
    }
    return 1.0 + gain + (shift == 0.0 ? 0.0 : shift / (1.0 - eta));
  }

 private:
  static constexpr double min_bits = -900, max_bits = 900;  ///< below, no line ever leaves; above, all have left

  SLIPBURST_FUNCTION static double power(double bits) {
    return bits >= min_bits ? math::exp2(bits < max_bits ? bits : max_bits) : 0.0;
  }
};

}  // namespace slipburst::release
