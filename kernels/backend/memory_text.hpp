#pragma once
/// \file Amounts of memory in words, the same for the host and for devices.

#include <string>

namespace slipburst::kernels {

/// Two or three digits: "34 MB", "1.2 GB" (powers of 1000).
std::string memory_text(double bytes);

/// What is needed, what there is, and what to change.
/// \param where  that is: "here", "on the GPU"
/// \param remedy  "lower ..."
std::string memory_refusal(double needed_bytes, double available_bytes, const std::string& where,
                           const std::string& remedy);

}  // namespace slipburst::kernels
