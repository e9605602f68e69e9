#include "host/config/presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/data.hpp"
#include "host/config/materials.hpp"
#include "host/config/toml_reader.hpp"
#include "host/text/toml_text.hpp"

namespace slipburst::host {
namespace {

constexpr const char* preset_file = "presets.toml";

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
    preset.settings = settings_of(earlier, file.preset->values.front());
    if (preset.settings.empty()) throw InputError(fmt::format("{}: no preset above this", file.preset->where));
  }
  for (auto& [key, setting] : file.settings) preset.settings.insert_or_assign(key, std::move(setting));
  std::erase_if(preset.settings, [](const auto& entry) { return entry.second.values.front() == "none"; });
  for (auto& [key, setting] : preset.settings) {
    setting.form = Form::plain;
    setting.where = fmt::format("preset {}", name);
  }
  return preset;
}

const std::vector<Preset>& film_presets() {
  static const std::vector<Preset> presets = read_presets("films", known_keys());
  return presets;
}

}  // namespace

std::vector<Preset> read_presets(std::string_view kind, const KnownKeys& known) {
  const toml::table root = parse_toml(presets_toml, preset_file);
  std::vector<Preset> presets;
  for (const auto& [name, node] : in_order(*root[kind].as_table())) {
    presets.push_back(read_preset(name, *node->as_table(), presets, known));
  }
  return presets;
}

Settings settings_of(const std::vector<Preset>& presets, std::string_view name) {
  const auto preset = std::ranges::find(presets, name, &Preset::name);
  return preset == presets.end() ? Settings{} : preset->settings;
}

std::vector<PresetInfo> presets() {
  std::vector<PresetInfo> infos(film_presets().begin(), film_presets().end());
  for (PresetInfo& info : infos) {
    const Settings settings = preset_settings(info.name);
    const Material* film = builtin_materials().find("film.material", settings.at("film.material").values.front());
    if (info.caveat.empty() && film != nullptr) info.caveat = film->caveat;
  }
  return infos;
}

Settings preset_settings(std::string_view name) { return settings_of(film_presets(), name); }

}  // namespace slipburst::host
