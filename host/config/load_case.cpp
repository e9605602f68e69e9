#include "host/config/load_case.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/case_rules.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/cluster_keys.hpp"
#include "host/config/history.hpp"
#include "host/config/key.hpp"
#include "host/config/presets.hpp"
#include "host/config/settings_text.hpp"
#include "host/text/nearest.hpp"
#include "host/text/printable.hpp"
#include "host/text/toml_text.hpp"

namespace slipburst::host {
namespace {

template <class Target>
using Other = typename CaseRules<Target>::Other;

/// Whether a file starts from a preset of this kind, or has a section of this kind.
template <class Target>
bool has_marks_of(const toml::table& file) {
  const auto preset = file["preset"].value<std::string>();
  if (preset && is_preset<Target>(*preset)) return true;
  for (const auto& [key, node] : file) {
    if (known_keys<Target>().has_section(key.str())) return true;
  }
  return false;
}

template <class Target>
CaseFile read_file(const std::string& path) {
  const toml::table table = parse_toml(read_case_file(path), path);
  CaseFile file;
  try {
    file = read_toml(table, path, known_keys<Target>());
  } catch (const InputError&) {
    if (has_marks_of<Other<Target>>(table)) throw InputError(CaseRules<Target>::refusal_of_other(path));
    throw;
  }
  if (file.preset && is_preset<Other<Target>>(file.preset->values.front())) {
    throw InputError(CaseRules<Target>::refusal_of_other(path));
  }
  return file;
}

/// Content of a case file. A preset is a file that names the preset alone.
template <class Target>
CaseFile open_file(const std::string& name_or_path) {
  if (is_preset<Target>(name_or_path)) return {{}, Setting{{name_or_path}, Form::plain, ""}, {}};
  if (is_preset<Other<Target>>(name_or_path)) throw InputError(CaseRules<Target>::refusal_of_other(name_or_path));
  if (std::error_code ignored; !std::filesystem::exists(name_or_path, ignored)) {
    throw InputError(fmt::format("'{}' {}{}; presets: {}", name_or_path, CaseRules<Target>::no_file,
                                 nearest_hint(name_or_path, preset_names<Target>()), CaseRules<Target>::preset_list()));
  }
  return read_file<Target>(name_or_path);
}

template <class Target>
Settings settings_of(const Setting& preset) {
  const std::string& name = preset.values.front();
  if (is_preset<Target>(name)) return preset_settings<Target>(name);
  throw InputError(fmt::format("{}: preset = \"{}\" {}{}; presets: {}", preset.where, name,
                               CaseRules<Target>::no_preset, nearest_hint(name, preset_names<Target>()),
                               CaseRules<Target>::preset_list()));
}

/// Lays settings over earlier ones.
template <class Target>
void overlay(Settings& base, const Settings& layer) {
  const std::vector<std::string> none{"none"};
  CaseRules<Target>::drop_replaced(base, layer);
  for (const auto& [key, setting] : layer) {
    if (find_key<Target>(key)->presence == Presence::optional && setting.values == none) {
      base.erase(key);
    } else {
      base.insert_or_assign(key, setting);
    }
  }
}

template <class Target>
void require_all(const Settings& settings, std::string_view name) {
  std::vector<std::string> missing;
  for (const KeyOf<Target>& key : keys<Target>()) {
    if (CaseRules<Target>::is_needed(key, settings) && !settings.contains(key.name)) {
      missing.push_back(fmt::format("{} (such as {})", key.name, key.example));
    }
  }
  if (missing.empty()) return;
  std::string remedy = CaseRules<Target>::remedy(settings);
  if (remedy.empty()) {
    remedy = fmt::format("give them, or start from a preset with a first line such as preset = \"{}\"",
                         preset_names<Target>().front());
  }
  throw InputError(fmt::format("{}: missing {}; {}", name, fmt::join(missing, ", "), remedy));
}

}  // namespace

template <class Target>
CaseLoader<Target>::CaseLoader(std::string_view name_or_path, Materials materials)
    : CaseLoader(open_file<Target>(std::string(name_or_path)), name_or_path, std::move(materials)) {}

template <class Target>
CaseLoader<Target>::CaseLoader(CaseFile file, std::string_view name, Materials materials)
    : name_(name), history_(std::move(file.history)), materials_(std::move(materials)) {
  if (file.preset) settings_ = settings_of<Target>(*file.preset);
  overlay<Target>(settings_, file.settings);
}

template <class Target>
Target CaseLoader<Target>::load(std::span<const std::string> overrides) {
  Target config = load_without_files(overrides);
  files_.read_into(config);
  return config;
}

template <class Target>
Target CaseLoader<Target>::load_without_files(std::span<const std::string> overrides) const {
  Settings settings = settings_, last = override_settings(overrides, known_keys<Target>());
  const bool no_history = last.erase("history") > 0;
  overlay<Target>(settings, last);
  CaseRules<Target>::complete(settings, materials_);
  Target config{};
  for (const KeyOf<Target>& key : keys<Target>()) {
    const auto setting = settings.find(key.name);
    if (setting == settings.end()) continue;
    key.set(config, setting->second);
    if (const std::string& former = setting->second.former_name; !former.empty()) {
      config.notices.push_back(
          fmt::format("{}: {} is the earlier name of {}; write that", setting->second.where, former, key.name));
    }
  }
  require_all<Target>(settings, name_);
  CaseRules<Target>::check(config, settings);
  if constexpr (has_history<Target>) {
    if (!no_history) config.history = read_history(history_, config.sigma0);
  }
  config.name = printable(name_);
  config.text = canonical_case(config);
  return config;
}

template <class Target>
Target load_case(std::string_view name_or_path, std::span<const std::string> overrides, const Materials& materials) {
  return CaseLoader<Target>(name_or_path, materials).load(overrides);
}

template <class Target>
Target case_from_text(std::string_view toml, std::string_view name, std::span<const std::string> overrides,
                      const Materials& materials) {
  return CaseLoader<Target>(read_toml(toml, name, known_keys<Target>()), name, materials).load_without_files(overrides);
}

Case case_with_files(std::string_view toml, std::string_view name, std::span<const std::string> overrides) {
  return CaseLoader<Case>(read_toml(toml, name, known_keys()), name).load(overrides);
}

template <class Target>
bool is_case_of(const std::string& name_or_path) {
  if (is_preset<Target>(name_or_path)) return true;
  std::error_code ignored;
  if (is_preset<Other<Target>>(name_or_path) || !std::filesystem::is_regular_file(name_or_path, ignored)) return false;
  return has_marks_of<Target>(parse_toml(read_case_file(name_or_path), name_or_path));
}

template class CaseLoader<Case>;
template class CaseLoader<ClusterCase>;
template Case load_case(std::string_view, std::span<const std::string>, const Materials&);
template ClusterCase load_case(std::string_view, std::span<const std::string>, const Materials&);
template Case case_from_text(std::string_view, std::string_view, std::span<const std::string>, const Materials&);
template ClusterCase case_from_text(std::string_view, std::string_view, std::span<const std::string>, const Materials&);
template bool is_case_of<Case>(const std::string&);
template bool is_case_of<ClusterCase>(const std::string&);

}  // namespace slipburst::host
