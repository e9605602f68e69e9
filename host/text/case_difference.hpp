#pragma once
/// \file Difference between two cases, in words.

#include <string>

namespace slipburst::host {

/// The first key in which two canonical cases (Case::text) differ; empty if they are equal.
std::string case_difference(const std::string& has, const std::string& asked);

}  // namespace slipburst::host
