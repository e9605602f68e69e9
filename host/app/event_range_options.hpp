#pragma once
/// \file Which events to draw, as the options of more than one command say it.

#include <string>

#include "host/run/event_range.hpp"

namespace slipburst::host {

/// All of --events, or a piece of them.
/// \param piece_events  empty: all  \throws InputError naming the option
EventRange parse_event_range(const std::string& events, const std::string& seed, const std::string& first_event,
                             const std::string& piece_events);

}  // namespace slipburst::host
