#pragma once
/// \file Long runs of events in parts short enough to report on and to stop between.

#include <cstdint>
#include <functional>

#include "host/run/event_range.hpp"

namespace slipburst::host {

/// Calls sample(first, count) for consecutive parts of a range, each made to take about a quarter of a second,
/// but none smaller than an eighth of the first.
/// \return seconds spent in it
double in_chunks(const EventRange& range, std::uint64_t first_chunk,
                 const std::function<void(std::uint64_t, std::uint64_t)>& sample,
                 const std::function<void(std::uint64_t)>& progress);

}  // namespace slipburst::host
