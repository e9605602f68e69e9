#pragma once
/// \file Results on stdout: one JSON object, or the same as lines a person reads.

#include <nlohmann/json.hpp>
#include <string>

namespace slipburst::host {

using Report = nlohmann::ordered_json;

/// Prints and flushes. \throws std::runtime_error if stdout does not take it.
void print_report(const Report& report, bool json);
void print_text(const std::string& text);

}  // namespace slipburst::host
