#pragma once
/// \file Stopping before a batch system stops the job.

#include <string>

namespace slipburst::host {

/// Under Slurm, requests a stop, as a signal would, `stop_before` ahead of the job's time limit. The limit is that of
/// the environment, or for older versions of Slurm that of squeue, which is queried in the background.
/// \param stop_before  duration, limited to nine tenths of the whole time limit  \throws InputError if not a duration
void watch_time_limit(const std::string& stop_before);

}  // namespace slipburst::host
