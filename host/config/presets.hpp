#pragma once
/// \file Built-in cases of each kind: of films, Case, and of trapped clusters, ClusterCase.

#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"
#include "host/case/cluster_case.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

struct PresetInfo {
  std::string name;         ///< "al-on-si"
  std::string description;  ///< one line
  std::string caveat;       ///< warning for its results, or for its film; mostly empty
};

/// Every preset of a kind, in the order to list them.
template <class Target = Case>
std::vector<PresetInfo> presets();

template <class Target = Case>
std::vector<std::string> preset_names();

template <class Target = Case>
bool is_preset(std::string_view name);

/// \return Settings of a preset without the values that follow from its materials, so that another material can replace
/// them. Empty if there is no such preset.
template <class Target = Case>
Settings preset_settings(std::string_view name);

}  // namespace slipburst::host
