#pragma once
/// \file Where slices of time meet: an axis, windows, moments, and what the film goes through.

#include <span>
#include <utility>
#include <vector>

#include "host/case/case.hpp"
#include "host/model/exposure.hpp"
#include "host/release/film_history.hpp"

namespace slipburst::host {

/// Edges of the axis of times, s since cooldown.
std::vector<double> time_axis_s(const Histogram& histogram);

/// A short while around a moment, over which its rate is counted: to either side a thousandth of the time since
/// cooldown, of that since each boundary of the history before it, and in a ramp of the time within which rates change
/// by a factor e; and not beyond the next boundary. For plain draws, few of which fall into it, a twentieth. At a
/// boundary what follows counts, see FilmHistory::after_boundary.
Exposure around(const FilmHistory& history, double time_s, bool plain);

/// Windows are cut into this many equal parts, for decays within them.
inline constexpr int window_parts = 4;

/// All edges, rising from 0: the axis; windows with their parts; what is around moments; and from each end of a
/// stage on a logarithmic axis of the time since, until it is coarser than that of the time since cooldown.
std::vector<double> slice_edges_s(const Case& c, std::span<const Exposure> windows, std::span<const Exposure> moments);

}  // namespace slipburst::host
