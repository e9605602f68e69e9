#pragma once
/// \file Devices that a list of CUDA architectures has code for.

#include <cstdlib>
#include <sstream>
#include <string>

namespace slipburst::kernels {

/// Whether code for an architecture, as CMake names them, runs on a device of a compute capability: machine code
/// ("80-real") on the same major version from its minor version on, PTX ("80", "80-virtual") on all newer devices,
/// code for one device ("90a") there alone and that for a family ("100f") within the major version.
inline bool runs_on(const std::string& architecture, int major, int minor) {
  char* end = nullptr;
  const auto number = static_cast<int>(std::strtol(architecture.c_str(), &end, 10));
  if (number == 0) return true;  // native, all: known when the code is loaded
  if (*end == 'a') return number == 10 * major + minor;
  const bool same_major = *end == 'f' || architecture.find("-real") != std::string::npos;
  return same_major ? number / 10 == major && number % 10 <= minor : number <= 10 * major + minor;
}

/// \param architectures  with commas between
inline bool has_code_for(const std::string& architectures, int major, int minor) {
  std::istringstream names(architectures);
  for (std::string name; std::getline(names, name, ',');) {
    if (runs_on(name, major, minor)) return true;
  }
  return false;
}

}  // namespace slipburst::kernels
