#pragma once
/// \file TOML from untrusted files and texts.

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipburst::host {

/// Bounds of size and depth: far beyond any case, far below the limits of stack and memory.
inline constexpr std::size_t max_toml_bytes = std::size_t{16} << 20;
inline constexpr int max_toml_depth = 32;  ///< nesting depth of names in a key, and of arrays and inline tables

/// \param what  the expected kind of file, for messages: "a case is a preset or a readable TOML file"
/// \throws InputError if it cannot be read or is too large
std::string read_toml_file(const std::string& path, std::string_view what);

/// Parses TOML. The parser follows nested keys by recursion, so their depth is bounded before it is called.
/// \param name  of the text, for messages  \throws InputError for a text that is not valid, too long or nested too
/// deeply
toml::table parse_toml(std::string_view text, std::string_view name);

/// Entries of a table in the order of the text; the parser sorts them by name.
std::vector<std::pair<std::string, const toml::node*>> in_order(const toml::table& table);

}  // namespace slipburst::host
