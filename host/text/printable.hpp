#pragma once
/// \file Text from outside, such as names in files, made safe to print on a terminal.

#include <string>
#include <string_view>

namespace slipburst::host {

/// The text with its control characters and bytes that are not UTF-8 written as "\x1b".
std::string printable(std::string_view text);

/// Number of characters of a text in UTF-8.
std::size_t characters(std::string_view text);

}  // namespace slipburst::host
