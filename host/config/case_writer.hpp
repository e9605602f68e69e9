#pragma once
/// \file A case as TOML.

#include <string>

#include "host/case/case.hpp"
#include "host/case/cluster_case.hpp"

namespace slipburst::host {

/// Every value the case has, section by section, without comments: the text output files record.
/// Reading it gives a case with the same bits and the same text.
std::string canonical_case(const Case& config);
std::string canonical_case(const ClusterCase& config);

/// A case to edit: every key with a comment. Keys that follow from a material, and optional keys the case goes without,
/// are commented out, so that changing the material changes them. Reading it gives a case with the same bits.
std::string commented_case(const Case& config);
std::string commented_case(const ClusterCase& config);

}  // namespace slipburst::host
