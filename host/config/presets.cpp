#include "host/config/presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/config/materials.hpp"

namespace slipburst::host {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

struct Preset {
  std::string_view name;
  std::string_view description;
  Pairs differences;  ///< from al-on-si; an empty value removes the key
};

const Pairs& al_on_si() {
  static const Pairs pairs{
      {"film.material", "Al"},
      {"film.gap", "0.36 meV"},
      {"substrate.material", "Si"},
      {"pinning.spacing", "50 nm"},
      {"pinning.alpha", "1"},
      {"stress.sigma0", "120 MPa"},
      {"detector.aluminium_area", "1 cm^2"},
      {"detector.time_since_cooldown", "1 week"},
  };
  return pairs;
}

const std::vector<Preset>& table() {
  static const std::vector<Preset> presets{
      {"al-on-si", "1 cm^2 aluminium film on silicon, pins 50 nm apart, one week cold", {}},
      {"paper-30nm",
       "the paper's film with pins 30 nm apart (0.0294 cm^2)",
       {{"pinning.spacing", "30 nm"}, {"detector.aluminium_area", "0.0294 cm^2"}}},
      {"paper-50nm",
       "the paper's film with pins 50 nm apart (0.0294 cm^2)",
       {{"detector.aluminium_area", "0.0294 cm^2"}}},
      {"paper-100nm",
       "the paper's film with pins 100 nm apart (0.0294 cm^2)",
       {{"pinning.spacing", "100 nm"}, {"detector.aluminium_area", "0.0294 cm^2"}}},
      {"cpd",
       "SuperCDMS-CPD: 10.6 g silicon, 0.912 cm^2 of aluminium, 8 weeks cold",
       {{"detector.aluminium_area", "0.912 cm^2"},
        {"detector.mass", "10.6 g"},
        {"detector.time_since_cooldown", "8 weeks"}}},
      {"cresst",
       "CRESST-III: 23.6 g CaWO4, one year cold; give detector.aluminium_area for rates in Hz",
       {{"substrate.material", "CaWO4"},
        {"detector.aluminium_area", ""},
        {"detector.mass", "23.6 g"},
        {"detector.time_since_cooldown", "1 year"}}},
      {"al-on-ge", "aluminium on germanium, otherwise as al-on-si", {{"substrate.material", "Ge"}}},
      {"al-on-sapphire", "aluminium on sapphire, otherwise as al-on-si", {{"substrate.material", "Al2O3"}}},
      {"cu-on-si", "copper on silicon, otherwise as al-on-si", {{"film.material", "Cu"}}},
      {"au-on-si", "gold on silicon, otherwise as al-on-si", {{"film.material", "Au"}}},
      {"nb-on-si", "niobium on silicon, otherwise as al-on-si", {{"film.material", "Nb"}}},
  };
  return presets;
}

}  // namespace

Settings preset_settings(std::string_view name) {
  const auto preset = std::ranges::find(table(), name, &Preset::name);
  if (preset == table().end()) {
    return {};
  }
  Settings settings;
  const auto apply = [&](const Pairs& pairs) {
    for (const auto& [key, value] : pairs) {
      settings.insert_or_assign(std::string(key),
                                Setting{{std::string(value)}, Form::plain, fmt::format("preset {}", name)});
    }
  };
  apply(al_on_si());
  apply(preset->differences);
  std::erase_if(settings, [](const auto& entry) { return entry.second.values.front().empty(); });
  return settings;
}

std::vector<PresetInfo> presets() {
  std::vector<PresetInfo> infos;
  for (const Preset& preset : table()) {
    const Settings settings = preset_settings(preset.name);
    infos.push_back({std::string(preset.name), std::string(preset.description),
                     std::string(film_caveat(settings.at("film.material").values.front()))});
  }
  return infos;
}

}  // namespace slipburst::host
