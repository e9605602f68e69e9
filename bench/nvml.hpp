#pragma once
/// \file What NVIDIA's management library says, where its driver is installed.

#include <optional>
#include <string>

namespace slipburst::bench {

/// The clock of a GPU's multiprocessors, MHz. \param uuid  as of host::Device
std::optional<double> sm_clock_MHz(const std::string& uuid);

std::optional<std::string> driver_version();

}  // namespace slipburst::bench
