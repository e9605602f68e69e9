#include <fmt/format.h>

#include <algorithm>

#include "host/config/key.hpp"
#include "host/text/nearest.hpp"

namespace slipburst::host {
namespace {

std::string_view section_of(std::string_view name) { return name.substr(0, name.find('.')); }
std::string_view short_name_of(std::string_view name) { return name.substr(name.find('.') + 1); }

}  // namespace

std::string_view KnownKeys::current(std::string_view name) const {
  const auto found = std::ranges::find(renamed, name, &RenamedKey::former);
  return found == renamed.end() ? name : found->name;
}

std::string_view KnownKeys::alternative(std::string_view name) const {
  for (const auto& [one, other] : alternatives) {
    if (name == one) return other;
    if (name == other) return one;
  }
  return {};
}

bool KnownKeys::contains(std::string_view name) const { return std::ranges::find(names, name) != names.end(); }

bool KnownKeys::has_section(std::string_view section) const {
  return std::ranges::find(names, section, section_of) != names.end();
}

std::string KnownKeys::unknown_message(std::string_view name, std::string_view where) const {
  if (history && (name == "history" || name.starts_with("history.") || name.starts_with("history["))) {
    return fmt::format(
        "{}: {}: stages of a history are changed in the case file, below [[history]]; --set history=none takes all out",
        where, name);
  }
  // A name without its section, such as "gamma", means depinning.gamma whatever the edit distance.
  if (const auto same_ending = std::ranges::find(names, name, short_name_of); same_ending != names.end()) {
    return fmt::format("{}: unknown key '{}'; the nearest is '{}'", where, name, *same_ending);
  }
  if (has_section(name)) {
    const std::string& key = *std::ranges::find(names, name, section_of);
    return fmt::format("{}: '{}' is a section; name a key of it, such as {}", where, name, key);
  }
  std::vector<std::string> candidates = names, sections;
  if (history) candidates.emplace_back("history");
  for (const std::string& known : names) {
    const std::string section(section_of(known));
    if (std::ranges::find(sections, section) == sections.end()) sections.push_back(section);
  }
  candidates.insert(candidates.end(), sections.begin(), sections.end());
  const std::string hint = nearest_hint(name, candidates);
  return fmt::format("{}: unknown key '{}'{}", where, name,
                     hint.empty() ? fmt::format("; sections: {}", fmt::join(sections, ", ")) : hint);
}

}  // namespace slipburst::host
