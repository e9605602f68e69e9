#include "host/config/case_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "host/config/history.hpp"
#include "host/config/key.hpp"
#include "host/config/materials.hpp"

namespace slipburst::host {
namespace {

/// True if the case has this value only because of its material.
bool follows_material(const Key& key, const Case& config) {
  for (const Material* material : {find_material("film.material", config.film.material),
                                   find_material("substrate.material", config.substrate.material)}) {
    if (material == nullptr) {
      continue;
    }
    const auto value = std::ranges::find(material->values, key.name, &MaterialValue::key);
    if (value != material->values.end()) {
      Case reference{};
      key.set(reference, {{std::string(value->value)}, Form::plain, std::string(material->name)});
      return key.get(reference) == key.get(config);
    }
  }
  return false;
}

std::string_view note(const Key& key) {
  switch (key.presence) {
    case Presence::from_material:
      return "; the material's value unless given";
    case Presence::optional:
      return "; optional";
    default:
      return "";
  }
}

/// Calls `write(key)` for every key, and puts the section headings between them.
template <class Write>
std::string by_section(Write write) {
  std::string text;
  std::string_view section;
  for (const Key& key : keys()) {
    const std::string entry = write(key);
    if (entry.empty()) {
      continue;
    }
    if (key.section() != section) {
      section = key.section();
      text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", section);
    }
    text += entry;
  }
  return text;
}

}  // namespace

std::string canonical_case(const Case& config) {
  return by_section([&](const Key& key) {
           const auto value = key.get(config);
           return value ? fmt::format("{} = {}\n", key.short_name(), *value) : std::string{};
         }) +
         history_text(config.history);
}

std::string commented_case(const Case& config) {
  const std::string head = fmt::format(
      "# A slipburst case, started from {}.\n"
      "# Values with a dimension are strings with units. A key behind '#' is not set: remove the '#' to set it.\n\n",
      config.name);
  return head + by_section([&](const Key& key) {
           const auto value = key.get(config);
           const bool set = value && !follows_material(key, config);
           return fmt::format("# {}{}\n{}{} = {}\n", key.doc, note(key), set ? "" : "# ", key.short_name(),
                              value.value_or(key.example));
         }) +
         commented_history(config.history);
}

}  // namespace slipburst::host
