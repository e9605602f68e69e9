#pragma once
/// \file From a preset, a TOML file and overrides to a validated case of trapped clusters.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/case/cluster_case.hpp"
#include "host/config/presets.hpp"

namespace slipburst::host {

/// Presets of clusters, as presets().
std::vector<PresetInfo> cluster_presets();

/// Whether a name is a cluster preset, or a TOML file that starts from a cluster preset or has the sections of one.
bool is_cluster_case(const std::string& name_or_path);
/// Whether the text of a case file is a case of clusters. \param name  for messages
bool is_cluster_text(std::string_view toml, std::string_view name);

/// Loads a case of clusters as load_case loads one of a film. \throws InputError
ClusterCase load_cluster_case(std::string_view name_or_path, std::span<const std::string> overrides = {});

/// Reads a case of clusters as case_from_text reads one of a film. \throws InputError
ClusterCase cluster_case_from_text(std::string_view toml, std::string_view name,
                                   std::span<const std::string> overrides = {});

/// Every key with a comment, to edit.
std::string commented_cluster_case(const ClusterCase& config);

}  // namespace slipburst::host
