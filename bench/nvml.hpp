#pragma once
/// \file Readings of NVIDIA's management library (NVML), where the driver is installed.

#include <optional>
#include <string>

namespace slipburst::bench {

/// Clock of a GPU's multiprocessors in MHz. \param uuid  of the GPU, as in kernels::Device
std::optional<double> sm_clock_MHz(const std::string& uuid);

std::optional<std::string> driver_version();

}  // namespace slipburst::bench
