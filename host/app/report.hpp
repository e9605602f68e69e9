#pragma once
/// \file Results on stdout: one JSON object, or the same as readable lines.

#include <optional>
#include <string>

#include "host/results/field.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

/// Declares --json.
void add_json_option(CLI::App& command, bool& json);

/// The number, or null if it is not finite: JSON has no infinity.
Report finite_or_null(double value);

/// The text, or null if it is empty.
Report text_or_null(const std::string& text);

template <class T>
Report finite_or_null(const std::optional<T>& value) {
  return value ? finite_or_null(static_cast<double>(*value)) : Report(nullptr);
}

/// Prints and flushes. \throws std::runtime_error if writing to stdout fails
void print_report(const Report& report, bool json);
void print_text(const std::string& text);

}  // namespace slipburst::host
