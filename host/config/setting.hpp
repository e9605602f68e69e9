#pragma once
/// \file Settings: what was asked for, as text, before it becomes a Case.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// How a value was written.
enum class Form {
  text,    ///< a quoted TOML string
  number,  ///< a bare TOML number, as its shortest text
  list,    ///< a TOML list of strings
  plain,   ///< no TOML around it, an override or a built-in value: any key may read it
};

/// One value as its writer wrote it.
struct Setting {
  std::vector<std::string> values;  ///< one, or the items of a list
  Form form = Form::text;
  std::string where;  ///< "my.toml:12", "--set", "preset al-on-si": for messages
};

/// Settings by key name ("film.shear_modulus").
using Settings = std::map<std::string, Setting, std::less<>>;

/// One [[history]] table as written.
struct StageSettings {
  Settings values;    ///< by the key's name in the table, "duration"
  std::string where;  ///< of the table
};

}  // namespace slipburst::host
