#pragma once
/// \file Keys and their values as TOML, for any kind of case.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "host/config/key.hpp"

namespace slipburst::host {

/// Joins `write(key)` of every key, with the section headings between the keys.
template <class KeyType, class Write>
std::string by_section(const std::vector<KeyType>& keys, Write write) {
  std::string text;
  std::string_view section;
  for (const KeyType& key : keys) {
    const std::string entry = write(key);
    if (entry.empty()) continue;
    if (key.section() != section) {
      section = key.section();
      text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", section);
    }
    text += entry;
  }
  return text;
}

/// Every value the case has, without comments.
template <class Target>
std::string case_text(const std::vector<KeyOf<Target>>& keys, const Target& config) {
  return by_section(keys, [&](const KeyOf<Target>& key) {
    const auto value = key.get(config);
    return value ? fmt::format("{} = {}\n", key.short_name(), *value) : std::string{};
  });
}

inline std::string_view presence_note(Presence presence) {
  switch (presence) {
    case Presence::from_material:
      return "; the material's value unless given";
    case Presence::optional:
      return "; optional";
    default:
      return "";
  }
}

/// Every key with a comment; the key itself is commented out if it has no value or stands(key) is false.
template <class Target, class Stands>
std::string commented_text(const std::vector<KeyOf<Target>>& keys, const Target& config, Stands stands) {
  return by_section(keys, [&](const KeyOf<Target>& key) {
    const auto value = key.get(config);
    return fmt::format("# {}{}\n{}{} = {}\n", key.doc, presence_note(key.presence), value && stands(key) ? "" : "# ",
                       key.short_name(), value.value_or(key.example));
  });
}

}  // namespace slipburst::host
