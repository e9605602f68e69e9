#include "host/config/load_case.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/checked_value.hpp"
#include "host/config/history.hpp"
#include "host/config/key.hpp"
#include "host/config/load_cluster_case.hpp"
#include "host/config/presets.hpp"
#include "host/config/release_keys.hpp"
#include "host/config/settings_text.hpp"
#include "host/config/toml_reader.hpp"
#include "host/text/nearest.hpp"
#include "host/text/printable.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view time_key = "detector.time_since_cooldown";
constexpr std::string_view window_key = "detector.observation";

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const PresetInfo& preset : presets()) {
    names.push_back(preset.name);
  }
  return names;
}

/// Every preset, as messages list them.
std::string preset_list() {
  std::vector<std::string> clusters;
  for (const PresetInfo& preset : cluster_presets()) clusters.push_back(preset.name);
  return fmt::format("{}; presets of clusters, for slipburst detrap: {}", fmt::join(preset_names(), ", "),
                     fmt::join(clusters, ", "));
}

/// Drops the values of a material, and the name of a custom one, where a layer names another material.
void drop_values_of_old_material(Settings& base, const Settings& layer, std::string_view key) {
  const std::vector<std::string> custom{"custom"};
  const auto before = base.find(key);
  const auto now = layer.find(key);
  const bool other = before != base.end() && now != layer.end() && before->second.values != now->second.values &&
                     now->second.values != custom;
  if (!other) return;
  for (const Key* value : keys_from_material(key)) base.erase(value->name);
  if (before->second.values == custom) base.erase(fmt::format("{}.name", find_key(key)->section()));
}

/// Lays settings over earlier ones.
void overlay(Settings& base, const Settings& layer) {
  const std::vector<std::string> none{"none"};
  const auto time = layer.find(time_key);
  const auto window = layer.find(window_key);
  const bool has_window = window != layer.end() && window->second.values != none;
  if (time != layer.end() && has_window) {
    throw InputError(fmt::format("{}: {} and {} (at {}) exclude each other; give one of them", time->second.where,
                                 time_key, window_key, window->second.where));
  }
  if (time != layer.end() || has_window) {
    base.erase(std::string(time_key));
    base.erase(std::string(window_key));
  }
  drop_values_of_old_material(base, layer, "film.material");
  drop_values_of_old_material(base, layer, "substrate.material");
  for (const auto& [key, setting] : layer) {
    if (find_key(key)->presence == Presence::optional && setting.values == none) {
      base.erase(key);
    } else {
      base.insert_or_assign(key, setting);
    }
  }
}

/// Fills in the values of the material that a key names. One of the user's own becomes a custom material of that name
/// and these values, so that the case does not depend on its file.
void add_material_values(Settings& settings, std::string_view key, const Materials& materials) {
  const auto setting = settings.find(key);
  if (setting == settings.end()) return;
  const std::vector<std::string> words = materials.words(key);
  const std::string name = words[checked_choice(*find_key(key), setting->second, words)];
  const Material* const material = materials.find(key, name);
  if (material == nullptr) return;
  const bool own = !material->file.empty();
  const std::string where =
      fmt::format("{} ({} = {}{})", setting->second.where, key, name, own ? ", of " + material->file : "");
  for (const auto& [value_key, value] : material->values) {
    settings.try_emplace(value_key, Setting{value.values, Form::plain, where});
  }
  if (own) {
    settings.try_emplace(fmt::format("{}.name", find_key(key)->section()), Setting{{name}, Form::plain, where});
    setting->second.values = {"custom"};
  }
}

void require_all(const Settings& settings, std::string_view name) {
  const auto needed = [&](const Key& key) {
    if (key.presence == Presence::from_material) {  // a missing material is reported alone: it may supply these keys
      return settings.contains(material_key_of(key));
    }
    return key.presence == Presence::required && !(key.name == time_key && settings.contains(window_key));
  };
  std::vector<std::string> missing;
  for (const Key& key : keys()) {
    if (needed(key) && !settings.contains(key.name)) {
      missing.push_back(fmt::format("{} (such as {})", key.name, key.example));
    }
  }
  if (missing.empty()) return;
  const auto is_custom = [&](std::string_view key) {
    const auto material = settings.find(key);
    return material != settings.end() && material->second.values == std::vector<std::string>{"custom"};
  };
  const std::string remedy = is_custom("film.material") || is_custom("substrate.material")
                                 ? "a custom material has no values of its own: give them"
                                 : "give them, or start from a preset with a first line such as preset = \"al-on-si\"";
  throw InputError(fmt::format("{}: missing {}; {}", name, fmt::join(missing, ", "), remedy));
}

/// Checks that involve several keys.
void check_together(const Case& config, const Settings& settings) {
  if (!(config.substrate.shear_modulus > config.film.shear_modulus)) {
    const std::string& where = settings.at("substrate.shear_modulus").where;
    const std::string& film_where = settings.at("film.shear_modulus").where;
    throw InputError(
        fmt::format("{}: substrate.shear_modulus = \"{}\" does not exceed film.shear_modulus = \"{}\"{}: a substrate "
                    "no stiffer than the film does not repel dislocations; choose a stiffer substrate",
                    where, format_quantity(config.substrate.shear_modulus, Dimension::pressure),
                    format_quantity(config.film.shear_modulus, Dimension::pressure),
                    film_where == where ? "" : fmt::format(" from {}", film_where)));
  }
  if (config.pinning.shape.offset > 0 && config.pinning.shape.shape != physics::Shape::linear) {
    throw InputError(fmt::format("{}: pinning.offset = {} belongs to pinning.shape = \"linear\" alone; leave one out",
                                 settings.at("pinning.offset").where, config.pinning.shape.offset));
  }
  constexpr double narrowest = 0.01;
  if (config.grain.sigma > 0 && config.grain.sigma < narrowest) {
    throw InputError(
        fmt::format("{}: grain.sigma = {} is too narrow to integrate over; write 0 for grains of one size, "
                    "or at least {}",
                    settings.at("grain.sigma").where, config.grain.sigma, narrowest));
  }
  if (!(config.histogram.maximum_eV > config.histogram.minimum_eV)) {
    const auto given = settings.contains("histogram.maximum") ? settings.find("histogram.maximum")
                                                              : settings.find("histogram.minimum");
    throw InputError(fmt::format("{}: histogram.maximum = \"{}\" must be greater than histogram.minimum = \"{}\"",
                                 given->second.where,
                                 format_quantity(config.histogram.maximum_eV, Dimension::event_energy),
                                 format_quantity(config.histogram.minimum_eV, Dimension::event_energy)));
  }
  check_release(config, settings);
}

Case make_case(Settings settings, std::vector<StageSettings> history, std::span<const std::string> overrides,
               std::string_view name, const Materials& materials) {
  Settings last = override_settings(overrides, known_keys());
  if (last.erase("history") > 0) history.clear();
  overlay(settings, last);
  add_material_values(settings, "film.material", materials);
  add_material_values(settings, "substrate.material", materials);
  Case config{};
  for (const Key& key : keys()) {
    if (const auto setting = settings.find(key.name); setting != settings.end()) {
      key.set(config, setting->second);
      if (const std::string& former = setting->second.former_name; !former.empty()) {
        config.notices.push_back(
            fmt::format("{}: {} is the earlier name of {}; write that", setting->second.where, former, key.name));
      }
    }
  }
  require_all(settings, name);
  check_together(config, settings);
  config.history = read_history(history, config.sigma0);
  config.name = printable(name);
  config.text = canonical_case(config);
  return config;
}

Settings file_preset(const Setting& setting) {
  const std::vector<std::string> names = preset_names();
  const std::string& name = setting.values.front();
  Settings settings = preset_settings(name);
  if (settings.empty()) {
    throw InputError(fmt::format("{}: preset = \"{}\" is not a preset{}; presets: {}", setting.where, name,
                                 nearest_hint(name, names), preset_list()));
  }
  return settings;
}

Case case_of(CaseFile file, std::string_view name, std::span<const std::string> overrides, const Materials& materials) {
  Settings settings = file.preset ? file_preset(*file.preset) : Settings{};
  overlay(settings, file.settings);
  return make_case(std::move(settings), std::move(file.history), overrides, name, materials);
}

bool names_cluster_preset(std::string_view name) {
  return std::ranges::any_of(cluster_presets(), [&](const PresetInfo& preset) { return preset.name == name; });
}

[[noreturn]] void refuse_clusters(const std::string& name) {
  throw InputError(fmt::format("'{}' is a case of trapped clusters, which slipburst detrap takes", name));
}

/// Parses the file of a film's case. \throws InputError, for a case of clusters too
CaseFile film_file(const std::string& path) {
  const std::string toml = read_case_file(path);
  CaseFile file;
  try {
    file = read_toml(toml, path, known_keys());
  } catch (const InputError&) {
    if (is_cluster_text(toml, path)) refuse_clusters(path);
    throw;
  }
  if (file.preset && names_cluster_preset(file.preset->values.front())) refuse_clusters(path);
  return file;
}

}  // namespace

Case case_from_text(std::string_view toml, std::string_view name, std::span<const std::string> overrides,
                    const Materials& materials) {
  return case_of(read_toml(toml, name, known_keys()), name, overrides, materials);
}

Case case_with_files(std::string_view toml, std::string_view name, std::span<const std::string> overrides) {
  Case c = case_from_text(toml, name, overrides);
  CaseFiles().read_into(c);
  return c;
}

CaseReader::CaseReader(std::string_view name_or_path, Materials materials)
    : name_(name_or_path), materials_(std::move(materials)) {
  if (!preset_settings(name_).empty()) return;
  if (names_cluster_preset(name_)) refuse_clusters(name_);
  if (std::error_code ignored; !std::filesystem::exists(name_, ignored)) {
    throw InputError(fmt::format("'{}' is neither a preset nor a file{}; presets: {}", name_,
                                 nearest_hint(name_, preset_names()), preset_list()));
  }
  file_ = film_file(name_);
}

Case CaseReader::read(std::span<const std::string> overrides) {
  Case c = file_ ? case_of(*file_, name_, overrides, materials_)
                 : make_case(preset_settings(name_), {}, overrides, name_, materials_);
  files_.read_into(c);
  return c;
}

Case load_case(std::string_view name_or_path, std::span<const std::string> overrides, const Materials& materials) {
  return CaseReader(name_or_path, materials).read(overrides);
}

}  // namespace slipburst::host
