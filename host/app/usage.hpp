#pragma once
/// \file Help, and messages about a command line that cannot be understood.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace slipburst::host {

/// Message about an unusable command line: an unknown command or option with the nearest known name, or the parser's
/// message.
std::string describe(const CLI::App& app, const CLI::ParseError& error);

/// Help of a command named by its words, such as `fit spectrum`; help of the program if there are no words.
/// \throws InputError for an unknown command
std::string help_of(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace slipburst::host
