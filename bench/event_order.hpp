#pragma once
/// \file The events of a film, in a form for other programs.

#include "bench/work.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::bench {

inline constexpr const char* channel_names[] = {"crystal", "film"};

/// Model, bins, thresholds and table of a film's events: see README.md.
Json event_order(const exec::EventModel& model, const Film& film);

}  // namespace slipburst::bench
