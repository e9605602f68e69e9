#pragma once
/// \file Positions along a pinned line that carry its energy, for integrals over the line.

#include <cstdint>
#include <functional>
#include <vector>

#include "host/model/reduced_model.hpp"

namespace slipburst::host {

/// A piece of the line, represented by one of its segments.
struct LinePosition {
  double along;   ///< s, 0 to 1 at the pin
  double height;  ///< release height of the segment, reduced
  double share;   ///< of the line's length
};

/// Positions of a line of the case's shape (Romani 2024, Eq. (27)) that emit, from the interface to the pin, with the
/// weights of composite 8-point Gauss-Legendre rules. Panels are halved until the above-gap energy of each channel,
/// and with Phonons::all the energy at all frequencies, changes by less than 2e-8 of itself, or 4096 positions are
/// reached.
/// \param top  release height at the pin, reduced stress
/// \param least  minimum number of positions, rounded up to whole panels
/// \param poll  called now and then; may throw to stop
/// \throws TableError if a segment cannot be integrated
std::vector<LinePosition> line_positions(const Case& c, const ReducedModel& model, const exec::Segment& top,
                                         std::uint64_t least, Phonons phonons, const std::function<void()>& poll);

}  // namespace slipburst::host
