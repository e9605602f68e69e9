#pragma once
/// \file Mean of E* along lines, from samples at the Gauss points of panels in height.

#include <array>
#include <span>
#include <vector>

#include "slipburst/physics/line_shape.hpp"

namespace slipburst::host {

/// Three-point Gauss-Legendre rule on [-1, 1].
inline constexpr std::array<double, 3> panel_nodes = {-0.77459666924148337704, 0.0, 0.77459666924148337704};
inline constexpr std::array<double, 3> panel_weights = {5.0 / 9, 8.0 / 9, 5.0 / 9};

/// Mean of E* over a line to each panel's upper end, Romani (2024), Eqs. (25)-(27); below the first panel E* is zero.
/// \param edges  ends of the panels, rising, [panels + 1]  \param samples  E* at their nodes, [panels * 3]
/// \param skipped  panels at the start whose means are not returned
/// \return [panels - skipped]
std::vector<double> line_means(const physics::LineShape& shape, std::span<const double> edges,
                               std::span<const double> samples, std::size_t skipped);

}  // namespace slipburst::host
