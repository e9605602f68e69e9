#pragma once
/// \file Amounts of memory in words, the same for the host and for devices.

#include <string>

namespace slipburst::kernels {

/// Two or three digits: "34 MB", "1.2 GB" (powers of 1000).
std::string memory_text(double bytes);

/// Error message: memory needed, memory free, and the remedy.
/// \param where  place of the memory: "here", "on the GPU"
/// \param remedy  setting to change: "lower ..."
std::string memory_refusal(double needed_bytes, double available_bytes, const std::string& where,
                           const std::string& remedy);

}  // namespace slipburst::kernels
