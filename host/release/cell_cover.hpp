#pragma once
/// \file Cells of eta with bounds of the density of releases within a part of a slice.

#include <cstdint>
#include <span>
#include <vector>

#include "host/release/film_history.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::host {

/// A cell before shares are known.
struct BoundedCell {
  double low, high;   ///< eta
  double log2_bound;  ///< nowhere in the cell is the density of releases above this
  double log2_least;  ///< and nowhere below this
  std::int32_t part;

  double width() const { return high - low; }
};

/// Cuts the range of eta with pinned lines into cells for each part until `goal` of what lies below their bounds is
/// known to be releases, so that at least this share of draws is kept. The bounds hold by monotony alone: the larger
/// eta is, the slower a line leaves. Cells in which next to nothing happens stay large. \return cells by part and
/// rising eta; none where nothing is released
std::vector<BoundedCell> cover(const release::Slices& slices, const FilmHistory& history,
                               std::span<const release::Part> parts, double goal);

}  // namespace slipburst::host
