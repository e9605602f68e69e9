#pragma once
/// \file Detects whether a launcher has started several processes of this run, and joins them.

#include <functional>
#include <memory>
#include <string>

#include "host/jobs/ranks.hpp"

namespace slipburst::host {

/// Place of this process among the tasks of a launcher, from its environment variables.
struct LaunchedTask {
  int tasks = 1;
  int local_rank = 0;  ///< among the tasks of its node
  std::string launcher;
  bool connected = true;  ///< whether MPI can find the other tasks
};

/// Detects Open MPI, MPICH and its derivatives, and Slurm's srun. An array task or a batch script of Slurm is not a
/// launch. With SLIPBURST_MPI=off every task runs alone.
/// \param environment  gives the value of a variable, null if it is not set
LaunchedTask launched_task(const std::function<const char*(const char*)>& environment);

/// Joins the processes started together with this one; null if this process is alone.
/// \throws InputError naming the remedy if the processes cannot be joined: each would do the whole run
std::unique_ptr<Ranks> join_ranks(const LaunchedTask& task);

}  // namespace slipburst::host
