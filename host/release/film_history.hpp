#pragma once
/// \file A case's history as pieces of time, and the times at which its pins were filled.

#include <cstdint>
#include <optional>
#include <vector>

#include "host/case/case.hpp"
#include "slipburst/release/history.hpp"
#include "slipburst/release/pin_density.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::host {

inline constexpr double log2_e = 1 / math::ln2;  ///< bits of a factor e

/// Lines pinned at one moment: all lines at cooldown, under the case's own stress, and a share after each warm-up,
/// under the stress of that moment.
///
/// A warm-up with refill f leaves a share f of all pins as they are after a cooldown, and 1 - f as they were: so each
/// population keeps a weight that does not depend on eta. Under an unchanged stress this is the same as filling the
/// emptied pins with probability f.
struct Population {
  std::int32_t piece;    ///< piece at whose start the lines are pinned
  release::Level level;  ///< stress at the pinning, relative to the stress of the case
  double start_s;
  std::vector<double> weight;  ///< share of all pins, [piece]; 0 before the pinning
};

/// A span of time, s since cooldown.
struct Moments {
  double start_s, end_s;
};

/// Owns the data that release::History and release::PinDensity point to. Neither copied nor moved, as views are handed
/// out.
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
  /// Density of the lines of every population, over eta under the stress of their pinning.
  const release::PinDensity& density() const { return density_; }
  /// Pieces with levels relative to the stress of the case. `releases`: whether some population has releases at once.
  const std::vector<release::Piece>& pieces() const { return pieces_; }
  const std::vector<Population>& populations() const { return populations_; }
  const std::vector<release::Population>& pinned() const { return pinned_; }

  /// The populations of a span of time within a piece, as parts to draw from or to integrate over.
  std::vector<release::Part> parts(std::int32_t piece, const Moments& span, bool at_once) const;

  /// Piece that contains a time; where two pieces meet, the later one.
  std::int32_t piece_at(double time_s) const;
  /// Short interval after a time at which pieces meet, to 1e-11 of it: 2e-6 of the time or until the next piece; empty
  /// at other times. At the moment itself a jump of the stress leaves some lines almost no barrier, and their rate
  /// lasts for 1e-13 s.
  std::optional<Moments> after_boundary(double time_s) const;
  /// Time within which the rate of no line changes by more than a factor e, in a ramp; infinite under a steady stress.
  double time_of_change(double time_s) const;
  /// Times at which pieces meet, s, rising.
  std::vector<double> boundaries() const;
  /// Values of eta between which densities of releases of a population are smooth: below each value some line leaves at
  /// once.
  std::vector<double> kinks(std::size_t population) const;
  /// Value of eta beyond which almost no line of any population leaves by a time, 2^-64 of all lines that leave; at
  /// most 1.
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
