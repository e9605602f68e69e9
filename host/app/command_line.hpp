#pragma once
// Included by main.cpp, which is compiled for the oldest processors: keep this free of other includes.

namespace slipburst::host {

/// Runs the program. \return The exit status: 0 done, 1 an error, 2 a command line that cannot be understood,
/// 130 interrupted.
int run_command_line(int argc, char** argv);

}  // namespace slipburst::host
