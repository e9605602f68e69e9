#pragma once
/// \file A TOML case file as settings.

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/key.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

/// Content of a case file.
struct CaseFile {
  Settings settings;
  std::optional<Setting> preset;       ///< the top-level key `preset`: the case the file starts from
  std::vector<StageSettings> history;  ///< the tables [[history]], in file order
};

/// \param text TOML.
/// \param name Source of the text, for messages.
/// \param known The keys that the text may have.
/// \throws InputError for TOML errors (name:line:column), unknown keys, and values that are no string, number or list
/// of strings.
CaseFile read_toml(std::string_view text, std::string_view name, const KnownKeys& known);

/// Reads a table with the content of a case file, as read_toml does.
CaseFile read_toml(const toml::table& table, std::string_view name, const KnownKeys& known);

/// A value as a setting. \param name Source of the text, for messages.
/// \throws InputError for a value that is no string, number or list of strings
Setting toml_setting(const toml::node& node, std::string_view name, std::string_view key);

}  // namespace slipburst::host
