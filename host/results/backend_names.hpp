#pragma once
/// \file Names of the backends that computed a result.

#include <string>

namespace slipburst::host {

/// Names of both, each once, in alphabetical order with + between: the backends of a result computed in parts.
std::string joined_backends(const std::string& one, const std::string& other);

}  // namespace slipburst::host
