#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/app/usage.hpp"

namespace slipburst::host {

void add_help(CLI::App& app) {
  const auto words = std::make_shared<std::vector<std::string>>();
  CLI::App& help = *app.add_subcommand("help", "print the options of a command");
  help.add_option("COMMAND", *words, "such as spectrum, or fit arrhenius; without it all commands are listed");
  help.callback([&app, words] { print_text(help_of(app, *words)); });
}

}  // namespace slipburst::host
