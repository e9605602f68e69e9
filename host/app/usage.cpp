#include "host/app/usage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "host/base/error.hpp"
#include "host/text/nearest.hpp"

namespace slipburst::host {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// Full name of a command, such as "slipburst fit spectrum".
std::string full_name(const CLI::App* command) {
  const std::string name = command->get_name();
  return command->get_parent() == nullptr ? name : full_name(command->get_parent()) + " " + name;
}

/// Reference to the help of a command, such as "see `slipburst help fit spectrum`".
std::string where_help_is(const CLI::App* command) {
  const std::string name = full_name(command);
  const std::size_t space = name.find(' ');
  return fmt::format("see `slipburst help{}`", space == std::string::npos ? "" : name.substr(space));
}

std::string unknown_command(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> names = command_names(app);
  if (names.empty()) return fmt::format("unknown command '{}': {} has none", word, full_name(&app));
  return fmt::format("unknown command '{}'{}; commands: {}", word, nearest_hint(word, names), fmt::join(names, ", "));
}

/// Options of a command and of its parent commands.
std::vector<std::string> option_names(const CLI::App* command) {
  std::vector<std::string> names;
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
  }
  return names;
}

}  // namespace

std::string describe(const CLI::App& app, const CLI::ParseError& error) {
  constexpr std::string_view flag_with_value = " was given a disallowed flag override";
  if (const std::string_view what = error.what(); what.ends_with(flag_with_value)) {
    return fmt::format("--{} takes no value", what.substr(0, what.size() - flag_with_value.size()));
  }
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  const std::vector<std::string> unknown = app.remaining(true);
  const auto option = std::ranges::find_if(unknown, [](const std::string& word) { return word.starts_with('-'); });
  if (option != unknown.end()) {
    const std::string word = option->substr(0, option->find('='));
    if (const std::vector<std::string> names = option_names(command); std::ranges::find(names, word) != names.end()) {
      return fmt::format("option '{}' stands after its command: {} ... {}", word, full_name(command), word);
    }
    return fmt::format("unknown option '{}' of {}{}; {}", word, full_name(command),
                       nearest_hint(word, option_names(command)), where_help_is(command));
  }
  const bool wants_command = !command->get_subcommands({}).empty();
  if (!unknown.empty() && wants_command) return unknown_command(*command, unknown.front());
  return fmt::format("{}; {}", error.what(), where_help_is(command));
}

std::string help_of(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* command = &app;
  for (const std::string& word : words) {
    const auto commands = command->get_subcommands({});
    const auto named = std::ranges::find(commands, word, [](const CLI::App* one) { return one->get_name(); });
    if (named == commands.end()) throw InputError(unknown_command(*command, word));
    command = *named;
  }
  return command->get_formatter()->make_help(command, full_name(command), CLI::AppFormatMode::Normal);
}

}  // namespace slipburst::host
