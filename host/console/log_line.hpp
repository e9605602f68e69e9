#pragma once
/// \file One line of a log that machines read.

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace slipburst::host {

/// An object of values that a line states besides its message, units in their names: {"done": 5, "seconds_to_go": 3.2}.
using LogFields = nlohmann::ordered_json;

/// A JSON object without line breaks: time (RFC 3339, UTC, milliseconds), level, message, and the fields. Bytes that
/// are not UTF-8 become U+FFFD; numbers that are not finite become null.
std::string json_log_line(std::chrono::system_clock::time_point time, std::string_view level, std::string_view message,
                          const LogFields& fields);

}  // namespace slipburst::host
