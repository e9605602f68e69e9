#pragma once
/// \file What is running where: the first line of a long command's log.

#include <string>

namespace slipburst::host {

/// Logs version, git hash, host and process, and under Slurm job, array task and restart count.
/// \param command  as given, "spectrum"
void log_start(const std::string& command);

}  // namespace slipburst::host
