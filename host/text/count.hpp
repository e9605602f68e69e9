#pragma once
/// \file Counts on the command line: "1e9" as well as "1000000000".

#include <cstdint>
#include <string>

namespace slipburst::host {

/// A whole number from 0 to 2^64 - 1, in digits or as a decimal with an exponent.
/// \throws InputError naming the option
std::uint64_t parse_count(const std::string& text, const std::string& option);

}  // namespace slipburst::host
