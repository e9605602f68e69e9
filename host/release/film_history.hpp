#pragma once
/// \file A case's history as the engine needs it: pieces of time, and when pins were filled.

#include <cstdint>
#include <optional>
#include <vector>

#include "host/case/case.hpp"
#include "slipburst/release/history.hpp"
#include "slipburst/release/pin_density.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::host {

inline constexpr double log2_e = 1 / math::ln2;  ///< bits of a factor e

/// Lines pinned at one moment: all of them at cooldown, under the case's own stress, and a share after each warm-up,
/// under the stress of that moment.
///
/// A warm-up with refill f leaves a share f of all pins as they are after a cooldown, and 1 - f as they were: so each
/// population keeps a weight that does not depend on eta. Under an unchanged stress this is the same as filling the
/// emptied pins with probability f.
struct Population {
  std::int32_t piece;    ///< pinned at its start
  release::Level level;  ///< stress then, relative to that of the case
  double start_s;
  std::vector<double> weight;  ///< its share of all pins, [piece]; 0 before it is there
};

/// A span of time, s since cooldown.
struct Moments {
  double start_s, end_s;
};

/// Owns what release::History and release::PinDensity point to. Neither copied nor moved, as views are handed out.
class FilmHistory {
 public:
  /// Precondition: where the density of pins is that of a file, its table has been read.
  explicit FilmHistory(const Case& c);
  FilmHistory(const FilmHistory&) = delete;
  FilmHistory& operator=(const FilmHistory&) = delete;

  /// History of a population; views of all lie one after the other in memory.
  release::History view(std::size_t population = 0) const {
    return {relative_.data() + population * pieces_.size(), static_cast<std::int32_t>(pieces_.size()), law_};
  }
  /// Density of every population, over eta under the stress it was pinned under.
  const release::PinDensity& density() const { return density_; }
  /// Levels relative to the stress of the case. `releases`: of some population.
  const std::vector<release::Piece>& pieces() const { return pieces_; }
  const std::vector<Population>& populations() const { return populations_; }
  const std::vector<release::Population>& pinned() const { return pinned_; }

  /// The populations of a span of time within a piece, as parts to draw from or to integrate over.
  std::vector<release::Part> parts(std::int32_t piece, const Moments& span, bool at_once) const;

  /// The piece in which a time lies, that which begins where two meet.
  std::int32_t piece_at(double time_s) const;
  /// The short while after a time at which pieces meet, to 1e-11 of it: 2e-6 of the time or until the next piece.
  /// At the moment itself a jump of the stress leaves some lines next to no barrier, and their rate lasts for 1e-13 s.
  std::optional<Moments> after_boundary(double time_s) const;
  /// Time within which the rate of no line changes by more than a factor e, in a ramp; infinite under a steady stress.
  double time_of_change(double time_s) const;
  /// Where pieces meet, s, rising.
  std::vector<double> boundaries() const;
  /// Values of eta between which densities of releases of a population are smooth: below each of these some line leaves
  /// at once.
  std::vector<double> kinks(std::size_t population) const;
  /// eta beyond which next to no line of any population leaves by a time, 2^-64 of those that do; at most 1.
  double reach(double end_s) const;

 private:
  void add(double start_s, double end_s, const release::Level& first, const release::Level& last, double barrier);
  void fill(double time_s, double share, const release::Level& level);
  void set_relative_levels();
  double reach(std::size_t population, double end_s) const;

  release::EscapeLaw law_;
  release::PinDensity density_;
  std::vector<double> eta_, value_;
  std::vector<release::Piece> pieces_, relative_;  ///< [piece], [population][piece]
  std::vector<Population> populations_;
  std::vector<release::Population> pinned_;
};

/// Whether times follow the closed form of Romani (2024), Eq. (5): no history, a flat density, tunnelling alone.
bool is_plain_mott(const Case& c);

}  // namespace slipburst::host
