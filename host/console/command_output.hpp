#pragma once
/// \file The output of another program, which may hang.

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace slipburst::host {

/// Runs a program of PATH and returns its stdout, at most 4 kB.
/// \return empty text if the program cannot be run, fails, takes longer than `limit`, or a stop is requested: the
/// program is ended then, with all processes it has started
std::string command_output(const std::vector<std::string>& command, std::chrono::milliseconds limit,
                           const std::stop_token& stop = {});

}  // namespace slipburst::host
