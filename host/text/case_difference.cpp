#include "host/text/case_difference.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <map>
#include <sstream>

namespace slipburst::host {
namespace {

/// Values of a canonical case by "section.key", or "history.2.key" for the second stage of a history.
std::map<std::string, std::string> case_values(const std::string& text) {
  std::map<std::string, std::string> values;
  std::istringstream lines(text);
  std::string section;
  int stages = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line == "[[history]]") {
      section = fmt::format("history.{}", ++stages);
    } else if (line.starts_with('[')) {
      section = line.substr(1, line.size() - 2);
    }
    const auto equals = line.find(" = ");
    if (equals != std::string::npos) values[section + "." + line.substr(0, equals)] = line.substr(equals + 3);
  }
  return values;
}

}  // namespace

std::string case_difference(const std::string& has, const std::string& asked) {
  std::map<std::string, std::string> old_values = case_values(has), new_values = case_values(asked);
  for (const auto* values : {&old_values, &new_values}) {
    for (const auto& [key, value] : *values) {
      const std::string before = old_values.contains(key) ? old_values[key] : "not set";
      const std::string now = new_values.contains(key) ? new_values[key] : "not set";
      if (before != now) return fmt::format("{} is {} there, {} here", key, before, now);
    }
  }
  return {};
}

}  // namespace slipburst::host
