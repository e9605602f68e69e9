#pragma once
/// \file Built-in cases.

#include <string>
#include <string_view>
#include <vector>

#include "host/config/setting.hpp"

namespace slipburst::host {

struct PresetInfo {
  std::string name;         ///< "al-on-si"
  std::string description;  ///< one line
  std::string caveat;       ///< warning for its results; mostly empty
};

/// Every preset, in the order to list them.
std::vector<PresetInfo> presets();

/// \return Settings of a preset without the values that follow from its materials, so that another material can replace
/// them. Empty if there is no such preset.
Settings preset_settings(std::string_view name);

}  // namespace slipburst::host
