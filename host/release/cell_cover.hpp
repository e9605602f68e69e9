#pragma once
/// \file Cells of eta with bounds of the density of releases within a part of a slice.

#include <cstdint>
#include <span>
#include <vector>

#include "host/release/film_history.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::host {

/// A cell of eta with bounds on its density of releases.
struct BoundedCell {
  double low, high;   ///< eta
  double log2_bound;  ///< upper bound of log2 of the density of releases in the cell
  double log2_least;  ///< lower bound of the same
  std::int32_t part;

  double width() const { return high - low; }
};

/// Sets the bounds of cells [low, high] within a part.
void set_bounds(const release::Slices& slices, const release::Part& part, std::span<BoundedCell> cells);

/// Cuts the range of eta with pinned lines into cells for each part until the share `goal` of the mass below their
/// bounds is known to be releases, so that at least this share of draws is kept. The bounds hold by monotony alone: the
/// larger eta is, the slower a line leaves. Cells with almost no releases stay large.
/// \return cells by part and rising eta; empty without releases
std::vector<BoundedCell> cover(const release::Slices& slices, const FilmHistory& history,
                               std::span<const release::Part> parts, double goal);

}  // namespace slipburst::host
