#include "host/config/settings_text.hpp"

#include <fmt/format.h>

#include <initializer_list>

#include "host/base/error.hpp"
#include "host/text/toml_text.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

std::string_view without_quotes(std::string_view text) {
  text = trimmed(text);
  const bool in_quotes =
      text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return in_quotes ? text.substr(1, text.size() - 2) : text;
}

/// Items of a list "a,b"; TOML's brackets and quotes are allowed around the items.
std::vector<std::string> override_values(std::string_view text) {
  text = without_quotes(text);
  if (text.starts_with('[') && text.ends_with(']')) {
    text = text.substr(1, text.size() - 2);
  }
  std::vector<std::string> values;
  for (bool more = true; more;) {
    const auto comma = text.find(',');
    more = comma != std::string_view::npos;
    values.emplace_back(without_quotes(text.substr(0, comma)));
    text = more ? text.substr(comma + 1) : std::string_view{};
  }
  return values;
}

}  // namespace

Settings override_settings(std::span<const std::string> overrides, const KnownKeys& known) {
  Settings settings;
  for (const std::string& text : overrides) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      throw InputError(fmt::format("--set {}: no '='; write key=value, such as --set pinning.spacing=\"30 nm\"", text));
    }
    const std::string_view written = trimmed(std::string_view(text).substr(0, equals));
    const std::string_view key = known.current(written);
    const std::vector<std::string> values = override_values(text.substr(equals + 1));
    const bool no_history = known.history && key == "history" && values == std::vector<std::string>{"none"};
    if (!known.contains(key) && !no_history) {
      throw InputError(known.unknown_message(key, "--set"));
    }
    settings.insert_or_assign(std::string(key),
                              Setting{values, Form::plain, "--set", std::string(written == key ? "" : written)});
  }
  return settings;
}

std::string read_case_file(const std::string& path) {
  return read_toml_file(path, "a case is a preset or a readable TOML file");
}

}  // namespace slipburst::host
