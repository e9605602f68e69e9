#pragma once
/// \file First line of a long command's log: program, host and job.

#include <string>

namespace slipburst::host {

/// Logs version, git hash, host and process, and under Slurm job, array task and restart count.
/// \param command  name of the command, such as "spectrum"
void log_start(const std::string& command);

}  // namespace slipburst::host
