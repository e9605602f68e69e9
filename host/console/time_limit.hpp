#pragma once
/// \file Stopping before a batch system stops the job.

#include <string>

namespace slipburst::host {

/// Under Slurm, asks for a stop as a signal would, a while before the job's time limit: that of the environment, or in
/// older Slurms of squeue, which is asked meanwhile.
/// \param stop_before  how long; at most nine tenths of the whole limit  \throws InputError if it is no duration
void watch_time_limit(const std::string& stop_before);

}  // namespace slipburst::host
