#include "host/config/presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/case_rules.hpp"
#include "host/config/cluster_keys.hpp"
#include "host/config/data.hpp"
#include "host/config/materials.hpp"
#include "host/config/toml_reader.hpp"
#include "host/text/toml_text.hpp"

namespace slipburst::host {
namespace {

constexpr const char* preset_file = "presets.toml";

struct Preset : PresetInfo {
  Settings settings;
};

/// The settings of a preset; empty if there is no such preset.
Settings settings_of_preset(const std::vector<Preset>& all, std::string_view name) {
  const auto preset = std::ranges::find(all, name, &Preset::name);
  return preset == all.end() ? Settings{} : preset->settings;
}

/// Caveat of the film of a preset, or an empty text.
std::string film_caveat(const Settings& settings) {
  const auto film = settings.find("film.material");
  if (film == settings.end()) return {};
  const Material* const material = builtin_materials().find(film->first, film->second.values.front());
  return material == nullptr ? std::string() : material->caveat;
}

/// Takes a line of text out of a table.
std::string take_text(toml::table& table, std::string_view key) {
  std::string text = table[key].value_or(std::string());
  table.erase(key);
  return text;
}

Preset read_preset(const std::string& name, toml::table table, const std::vector<Preset>& earlier,
                   const KnownKeys& known) {
  Preset preset{{name, take_text(table, "description"), take_text(table, "caveat")}, {}};
  CaseFile file = read_toml(table, preset_file, known);
  if (file.preset) {
    preset.settings = settings_of_preset(earlier, file.preset->values.front());
    if (preset.settings.empty()) throw InputError(fmt::format("{}: no preset above this", file.preset->where));
  }
  for (auto& [key, setting] : file.settings) preset.settings.insert_or_assign(key, std::move(setting));
  std::erase_if(preset.settings, [](const auto& entry) { return entry.second.values.front() == "none"; });
  for (auto& [key, setting] : preset.settings) {
    setting.form = Form::plain;
    setting.where = fmt::format("preset {}", name);
  }
  if (preset.caveat.empty()) preset.caveat = film_caveat(preset.settings);
  return preset;
}

/// Reads the program's presets of a kind.
template <class Target>
std::vector<Preset> read_presets() {
  const toml::table root = parse_toml(presets_toml, preset_file);
  std::vector<Preset> all;
  for (const auto& [name, node] : in_order(*root[CaseRules<Target>::preset_table].as_table())) {
    all.push_back(read_preset(name, *node->as_table(), all, known_keys<Target>()));
  }
  return all;
}

template <class Target>
const std::vector<Preset>& all_presets() {
  static const std::vector<Preset> all = read_presets<Target>();
  return all;
}

}  // namespace

template <class Target>
std::vector<PresetInfo> presets() {
  return {all_presets<Target>().begin(), all_presets<Target>().end()};
}

template <class Target>
std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& preset : all_presets<Target>()) names.push_back(preset.name);
  return names;
}

template <class Target>
bool is_preset(std::string_view name) {
  return std::ranges::find(all_presets<Target>(), name, &Preset::name) != all_presets<Target>().end();
}

template <class Target>
Settings preset_settings(std::string_view name) {
  return settings_of_preset(all_presets<Target>(), name);
}

template std::vector<PresetInfo> presets<Case>();
template std::vector<PresetInfo> presets<ClusterCase>();
template std::vector<std::string> preset_names<Case>();
template std::vector<std::string> preset_names<ClusterCase>();
template bool is_preset<Case>(std::string_view);
template bool is_preset<ClusterCase>(std::string_view);
template Settings preset_settings<Case>(std::string_view);
template Settings preset_settings<ClusterCase>(std::string_view);

}  // namespace slipburst::host
