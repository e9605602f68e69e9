#pragma once
/// \file Built-in cases.

#include <string>
#include <string_view>
#include <vector>

#include "host/config/key.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

struct PresetInfo {
  std::string name;         ///< "al-on-si"
  std::string description;  ///< one line
  std::string caveat;       ///< warning for its results; mostly empty
};

struct Preset : PresetInfo {
  Settings settings;
};

/// Reads the program's presets of a kind, in the order to list them. \param kind "films" or "clusters"
std::vector<Preset> read_presets(std::string_view kind, const KnownKeys& known);

/// The settings of a preset; empty if there is no such preset.
Settings settings_of(const std::vector<Preset>& presets, std::string_view name);

/// Every preset of a film, with the caveat of its material.
std::vector<PresetInfo> presets();

/// \return Settings of a preset without the values that follow from its materials, so that another material can replace
/// them. Empty if there is no such preset.
Settings preset_settings(std::string_view name);

}  // namespace slipburst::host
