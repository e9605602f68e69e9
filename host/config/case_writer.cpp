#include "host/config/case_writer.hpp"

#include <fmt/format.h>

#include <string_view>

#include "host/config/case_text.hpp"
#include "host/config/cluster_keys.hpp"
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

/// First lines of a commented case. \param kind  words between "case" and the name of the case
std::string head(const char* kind, const std::string& name) {
  return fmt::format(
      "# A slipburst case{}, started from {}.\n"
      "# Values with a dimension are strings with units. A key behind '#' is not set: remove the '#' to set it.\n\n",
      kind, name);
}

}  // namespace

std::string canonical_case(const Case& config) { return case_text(keys(), config) + history_text(config.history); }

std::string canonical_case(const ClusterCase& config) { return case_text(keys<ClusterCase>(), config); }

std::string commented_case(const Case& config) {
  return head("", config.name) +
         commented_text(keys(), config, [&](const Key& key) { return !follows_material(key, config); }) +
         commented_history(config.history);
}

std::string commented_case(const ClusterCase& config) {
  return head(" of trapped clusters", config.name) +
         commented_text(keys<ClusterCase>(), config, [](const ClusterKey&) { return true; });
}

}  // namespace slipburst::host
