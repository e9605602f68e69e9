#include "host/config/load_cluster_case.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/case_text.hpp"
#include "host/config/cluster_keys.hpp"
#include "host/config/settings_text.hpp"
#include "host/config/toml_reader.hpp"
#include "host/detrapping/watched_clusters.hpp"
#include "host/text/nearest.hpp"
#include "host/text/printable.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

const KnownKeys& known_cluster_keys() {
  static const KnownKeys keys = known_keys(cluster_keys(), false);
  return keys;
}

const std::vector<Preset>& read_cluster_presets() {
  static const std::vector<Preset> presets = read_presets("clusters", known_cluster_keys());
  return presets;
}

std::vector<std::string> cluster_preset_names() {
  std::vector<std::string> names;
  for (const Preset& preset : read_cluster_presets()) names.push_back(preset.name);
  return names;
}

/// Settings of a preset; empty if there is no such preset.
Settings settings_of_preset(std::string_view name) { return settings_of(read_cluster_presets(), name); }

void overlay_keys(Settings& base, const Settings& layer) {
  for (const auto& [key, setting] : layer) {
    const auto& entry = *std::ranges::find(cluster_keys(), key, &KeyText::name);
    if (entry.presence == Presence::optional && setting.values == std::vector<std::string>{"none"}) {
      base.erase(key);
    } else {
      base.insert_or_assign(key, setting);
    }
  }
}

/// Checks that involve several keys.
void check_together(const ClusterCase& config, const Settings& settings, std::string_view name) {
  for (const char* const key : {"traps.barriers", "watch.temperatures", "watch.energies", "watch.fluxes"}) {
    if (settings.contains(key)) continue;
    throw InputError(
        fmt::format("{}: missing {} (such as {}); give it, or start from a preset with a first line such as preset = "
                    "\"{}\"",
                    name, key, std::ranges::find(cluster_keys(), key, &KeyText::name)->example,
                    read_cluster_presets().front().name));
  }
  const Traps& traps = config.traps;
  const auto total = [&] {
    double sum = 0;
    for (const double share : traps.shares) sum += share;
    return sum;
  };
  if (!traps.shares.empty() && (traps.shares.size() != traps.barriers.size() || !(total() > 0))) {
    throw InputError(fmt::format(
        "{}: traps.shares has {} numbers, the sum of which is {}; give one for each of the {} barriers, not "
        "all of them zero",
        settings.at("traps.shares").where, traps.shares.size(), format_number(total()), traps.barriers.size()));
  }
  constexpr double widest = 0.5;
  if (traps.spread > widest * traps.barriers.front()) {
    throw InputError(
        fmt::format("{}: traps.spread = \"{}\" is more than half of the lowest barrier: many traps would hold nothing; "
                    "lower it, or list barriers of different depths",
                    settings.at("traps.spread").where, format_quantity(traps.spread, Dimension::energy)));
  }
  constexpr std::size_t max_barriers = 1024;
  if (traps.barriers.size() > max_barriers) {
    throw InputError(fmt::format("{}: traps.barriers has {} values; at most {}", settings.at("traps.barriers").where,
                                 traps.barriers.size(), max_barriers));
  }
  const Watch& watch = config.watch;
  const double conditions = static_cast<double>(watch.temperatures_K.size()) *
                            static_cast<double>(watch.energies_keV.size()) * static_cast<double>(watch.fluxes.size());
  constexpr double max_conditions = 65536;
  if (conditions > max_conditions) {
    throw InputError(fmt::format("{}: {} temperatures, energies and fluxes make {:.0f} conditions; at most {:.0f}",
                                 settings.at("watch.temperatures").where, watch.temperatures_K.size(), conditions,
                                 max_conditions));
  }
  constexpr double max_rates = 2e7;  // each a number in memory
  const double depths = static_cast<double>(traps.barriers.size()) * (traps.spread > 0 ? depths_per_barrier : 1);
  if (conditions * depths > max_rates) {
    throw InputError(fmt::format("{}: {:.0f} depths of traps in {:.0f} conditions are too many rates; at most {:.0g}",
                                 settings.at("traps.barriers").where, depths, conditions, max_rates));
  }
}

ClusterCase make_case(Settings settings, std::span<const std::string> overrides, std::string_view name) {
  overlay_keys(settings, override_settings(overrides, known_cluster_keys()));
  ClusterCase config{};
  for (const ClusterKey& key : cluster_keys()) {
    if (const auto setting = settings.find(key.name); setting != settings.end()) key.set(config, setting->second);
  }
  check_together(config, settings, name);
  config.name = printable(name);
  config.text = case_text(cluster_keys(), config);
  return config;
}

[[noreturn]] void refuse_preset(const std::string& where, const std::string& name) {
  const std::vector<std::string> names = cluster_preset_names();
  throw InputError(fmt::format("{}'{}' is no preset of clusters{}{}; presets: {}", where, name,
                               where.empty() ? ", and no file" : "", nearest_hint(name, names),
                               fmt::join(names, ", ")));
}

}  // namespace

std::vector<PresetInfo> cluster_presets() { return {read_cluster_presets().begin(), read_cluster_presets().end()}; }

bool is_cluster_case(const std::string& name_or_path) {
  if (!settings_of_preset(name_or_path).empty()) return true;
  std::error_code ignored;
  if (!preset_settings(name_or_path).empty() || !std::filesystem::is_regular_file(name_or_path, ignored)) return false;
  return is_cluster_text(read_case_file(name_or_path), name_or_path);
}

bool is_cluster_text(std::string_view toml, std::string_view name) {
  KnownKeys both = known_keys();
  both.names.insert(both.names.end(), known_cluster_keys().names.begin(), known_cluster_keys().names.end());
  const CaseFile file = read_toml(toml, name, both);
  const auto is_cluster_key = [](const auto& entry) { return known_cluster_keys().contains(entry.first); };
  return (file.preset && !settings_of_preset(file.preset->values.front()).empty()) ||
         std::ranges::any_of(file.settings, is_cluster_key);
}

ClusterCase cluster_case_from_text(std::string_view toml, std::string_view name,
                                   std::span<const std::string> overrides) {
  const CaseFile file = read_toml(toml, name, known_cluster_keys());
  Settings settings;
  if (file.preset) {
    const std::string base = file.preset->values.front();
    settings = settings_of_preset(base);
    if (settings.empty()) refuse_preset(file.preset->where + ": ", base);
  }
  overlay_keys(settings, file.settings);
  return make_case(std::move(settings), overrides, name);
}

ClusterCase load_cluster_case(std::string_view name_or_path, std::span<const std::string> overrides) {
  if (Settings settings = settings_of_preset(name_or_path); !settings.empty()) {
    return make_case(std::move(settings), overrides, name_or_path);
  }
  const std::string path(name_or_path);
  if (!preset_settings(path).empty()) {
    throw InputError(fmt::format("'{}' is a case of a film; slipburst detrap takes cases of trapped clusters: {}", path,
                                 fmt::join(cluster_preset_names(), ", ")));
  }
  if (std::error_code ignored; !std::filesystem::exists(path, ignored)) refuse_preset("", path);
  return cluster_case_from_text(read_case_file(path), path, overrides);
}

std::string commented_cluster_case(const ClusterCase& config) {
  return fmt::format(
             "# A slipburst case of trapped clusters, started from {}.\n"
             "# Values with a dimension are strings with units. A key behind '#' is not set: remove the '#' to set "
             "it.\n\n",
             config.name) +
         commented_text(cluster_keys(), config, [](const ClusterKey&) { return true; });
}

}  // namespace slipburst::host
