#pragma once
/// \file JSON as text, for strings of any bytes: names of files need not be UTF-8.

#include <nlohmann/json.hpp>
#include <string>

namespace slipburst::host {

/// JSON on one line. Bytes that are not UTF-8 become U+FFFD.
inline std::string json_text(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace slipburst::host
