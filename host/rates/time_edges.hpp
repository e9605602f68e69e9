#pragma once
/// \file Edges of the slices of time: an axis, windows, moments, stages of the history.

#include <span>
#include <utility>
#include <vector>

#include "host/case/case.hpp"
#include "host/model/exposure.hpp"
#include "host/release/film_history.hpp"

namespace slipburst::host {

/// Edges of the axis of times, s since cooldown.
std::vector<double> time_axis_s(const Histogram& histogram);

/// Short interval around a moment, over which its rate is counted: to either side a thousandth of the time since
/// cooldown, of the time since each earlier boundary of the history, and in a ramp of the time within which rates
/// change by a factor e; and not beyond the nearest boundary. For plain draws, few of which fall into it, a twentieth.
/// At a boundary the interval after it, see FilmHistory::after_boundary.
Exposure around(const FilmHistory& history, double time_s, bool plain);

/// Number of equal parts of a window, for decays within it.
inline constexpr int window_parts = 4;

/// All edges, rising from 0: the time axis; windows with their parts; intervals around moments; and from each start and
/// end of a stage a logarithmic axis of the time since then, until it is coarser than the axis of the time since
/// cooldown.
std::vector<double> slice_edges_s(const Case& c, std::span<const Exposure> windows, std::span<const Exposure> moments);

}  // namespace slipburst::host
