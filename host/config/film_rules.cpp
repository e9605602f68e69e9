#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/case_rules.hpp"
#include "host/config/checked_value.hpp"
#include "host/config/key.hpp"
#include "host/config/presets.hpp"
#include "host/config/release_keys.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view time_key = "detector.time_since_cooldown";
constexpr std::string_view window_key = "detector.observation";

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

bool is_custom(const Settings& settings, std::string_view material_key) {
  const auto material = settings.find(material_key);
  return material != settings.end() && material->second.values == std::vector<std::string>{"custom"};
}

}  // namespace

template <>
std::vector<AlternativeKeys> alternative_keys<Case>() {
  return {{time_key, window_key}};
}

std::string CaseRules<Case>::preset_list() {
  return fmt::format("{}; presets of clusters, for slipburst detrap: {}", fmt::join(preset_names(), ", "),
                     fmt::join(preset_names<ClusterCase>(), ", "));
}

std::string CaseRules<Case>::refusal_of_other(std::string_view name) {
  return fmt::format("'{}' is a case of trapped clusters, which slipburst detrap takes", name);
}

void CaseRules<Case>::drop_replaced(Settings& base, const Settings& layer) {
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
}

void CaseRules<Case>::complete(Settings& settings, const Materials& materials) {
  add_material_values(settings, "film.material", materials);
  add_material_values(settings, "substrate.material", materials);
}

bool CaseRules<Case>::is_needed(const Key& key, const Settings& settings) {
  if (key.presence == Presence::from_material) {  // a missing material is reported alone: it may supply these keys
    return settings.contains(material_key_of(key));
  }
  return key.presence == Presence::required && !(key.name == time_key && settings.contains(window_key));
}

std::string CaseRules<Case>::remedy(const Settings& settings) {
  const bool lacking = std::ranges::any_of(keys(), [&](const Key& key) {
    return key.presence == Presence::from_material && !settings.contains(key.name) &&
           is_custom(settings, material_key_of(key));
  });
  return lacking ? "a custom material has no values of its own: give them" : "";
}

void CaseRules<Case>::check(const Case& config, const Settings& settings) {
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

}  // namespace slipburst::host
