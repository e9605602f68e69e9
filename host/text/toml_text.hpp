#pragma once
/// \file TOML from files and texts that may be anybody's.

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace slipburst::host {

/// Bounds of what is read: far beyond any case, far below what exhausts stack or memory.
inline constexpr std::size_t max_toml_bytes = std::size_t{16} << 20;
inline constexpr int max_toml_depth = 32;  ///< of names in a key, and of arrays and inline tables

/// \param what  the file should be, for messages: "a case is a preset or a readable TOML file"
/// \throws InputError if it cannot be read or is too large
std::string read_toml_file(const std::string& path, std::string_view what);

/// Parses TOML. The parser follows nested keys by recursion, so their depth is bounded before it is called.
/// \param name  of the text, for messages  \throws InputError for one that is not valid, too long or nested too deeply
toml::table parse_toml(std::string_view text, std::string_view name);

}  // namespace slipburst::host
