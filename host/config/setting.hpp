#pragma once
/// \file Settings: values of keys as text, before they become a Case.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// Form in which a value was written.
enum class Form {
  text,    ///< a quoted TOML string
  number,  ///< a bare TOML number, as its shortest text
  list,    ///< a TOML list of strings
  plain,   ///< without TOML quoting, an override or a built-in value: any key may read it
};

/// One value as written.
struct Setting {
  std::vector<std::string> values;  ///< a single value, or the items of a list
  Form form = Form::text;
  std::string where;             ///< "my.toml:12", "--set", "preset al-on-si": for messages
  std::string former_name = {};  ///< earlier name of the key, if it was written by that
};

/// Settings by key name ("film.shear_modulus").
using Settings = std::map<std::string, Setting, std::less<>>;

/// One [[history]] table as written.
struct StageSettings {
  Settings values;    ///< by the key's name in the table, "duration"
  std::string where;  ///< of the table
};

}  // namespace slipburst::host
