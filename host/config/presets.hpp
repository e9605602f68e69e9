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
  std::string caveat;       ///< what must be said of its results; mostly empty
};

/// Every preset, in the order to list them.
std::vector<PresetInfo> presets();

/// \return Settings of a preset; what its materials stand for is left out, so that another material can replace it.
/// Empty if there is no such preset.
Settings preset_settings(std::string_view name);

}  // namespace slipburst::host
