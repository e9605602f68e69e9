#pragma once
/// \file Help, and messages about a command line that cannot be understood.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace slipburst::host {

/// Message about an unusable command line: an unknown command or option with the nearest known one, or the parser's
/// own.
std::string describe(const CLI::App& app, const CLI::ParseError& error);

/// The help of a command, named by its words: `fit spectrum`; of the program where there are none.
/// \throws InputError if there is no such command
std::string help_of(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace slipburst::host
