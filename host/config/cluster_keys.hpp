#pragma once
/// \file The key table of cases of trapped clusters.

#include <vector>

#include "host/case/cluster_case.hpp"
#include "host/config/key.hpp"

namespace slipburst::host {

using ClusterKey = KeyOf<ClusterCase>;

/// All keys, grouped by section.
template <>
const std::vector<ClusterKey>& keys<ClusterCase>();
template <>
std::vector<RenamedKey> renamed_keys<ClusterCase>();

}  // namespace slipburst::host
