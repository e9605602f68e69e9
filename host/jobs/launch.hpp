#pragma once
/// \file Whether a launcher has started several of this process, and joining them.

#include <functional>
#include <memory>
#include <string>

#include "host/jobs/ranks.hpp"

namespace slipburst::host {

/// What a launcher says of this process in its environment.
struct LaunchedTask {
  int tasks = 1;
  int local_rank = 0;  ///< among the tasks of its node
  std::string launcher;
  bool connected = true;  ///< whether MPI can find the others
};

/// Knows Open MPI, MPICH and its kin, and Slurm's srun. Neither an array task nor a batch script of Slurm is a launch.
/// With SLIPBURST_MPI=off every task is on its own.
/// \param environment  value of a variable, null if there is none
LaunchedTask launched_task(const std::function<const char*(const char*)>& environment);

/// Joins the processes started together with this one; null where it is alone.
/// \throws InputError naming the remedy where they cannot be joined: each would do the whole run
std::unique_ptr<Ranks> join_ranks(const LaunchedTask& task);

}  // namespace slipburst::host
