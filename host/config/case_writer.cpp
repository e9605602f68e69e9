#include "host/config/case_writer.hpp"

#include <fmt/format.h>

#include <string_view>

#include "host/config/case_text.hpp"
#include "host/config/history.hpp"
#include "host/config/key.hpp"
#include "host/config/materials.hpp"

namespace slipburst::host {
namespace {

/// Whether the case has this value only because of its material.
bool follows_material(const Key& key, const Case& config) {
  if (key.presence != Presence::from_material) return false;
  const std::string_view from = material_key_of(key);
  const Material* const material =
      builtin_materials().find(from, from == "film.material" ? config.film.material : config.substrate.material);
  if (material == nullptr) return false;
  Case reference{};
  key.set(reference, material->values.at(key.name));
  return key.get(reference) == key.get(config);
}

}  // namespace

std::string canonical_case(const Case& config) { return case_text(keys(), config) + history_text(config.history); }

std::string commented_case(const Case& config) {
  const std::string head = fmt::format(
      "# A slipburst case, started from {}.\n"
      "# Values with a dimension are strings with units. A key behind '#' is not set: remove the '#' to set it.\n\n",
      config.name);
  return head + commented_text(keys(), config, [&](const Key& key) { return !follows_material(key, config); }) +
         commented_history(config.history);
}

}  // namespace slipburst::host
