#pragma once
/// \file Whether the timed work computed the right results.

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace slipburst::bench {

/// Fault in a contender's results, judged by its `accuracy`; empty if there is no fault.
inline std::string fault(const nlohmann::ordered_json& accuracy) {
  const auto number = [&](const char* name) -> std::uint64_t {
    const bool given = accuracy.is_object() && accuracy.contains(name) && accuracy[name].is_number();
    return given ? accuracy[name].get<std::uint64_t>() : 0;
  };
  if (number("differing_counters") > 0) {
    return fmt::format("{} of {} counters differ from those of the reference", number("differing_counters"),
                       number("counters"));
  }
  if (number("failed") > 0) return fmt::format("{} segments failed", number("failed"));
  return "";
}

}  // namespace slipburst::bench
