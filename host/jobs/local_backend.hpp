#pragma once
/// \file The backend of one process: its GPUs, or its share of the processors.

#include <functional>
#include <string>
#include <vector>

#include "host/jobs/worker.hpp"

namespace slipburst::host {

/// GPUs that --devices names: "all", or numbers such as "0,1".
/// \param usable  those there are
/// \throws InputError for anything else, naming those there are
std::vector<int> parse_devices(const std::string& text, const std::vector<int>& usable);

/// Which of its node's GPUs a rank takes: one by its local rank, or, where there are more of those asked for than
/// ranks, every so many.
std::vector<int> devices_of(const RankPlace& place, const std::vector<int>& devices, bool asked_for);

/// CPU threads of a rank: what OMP_NUM_THREADS or SLURM_CPUS_PER_TASK says, else its share of the processors that it
/// may run on. 0 leaves it to OpenMP.
/// \param processors  that this process may run on
int threads_of(const RankPlace& place, int processors, const std::function<const char*(const char*)>& environment);

/// \param place  of this rank, null where the process is alone
/// \throws InputError, BackendError
OpenedBackend open_local_backend(const BackendChoice& choice, const RankPlace* place);

}  // namespace slipburst::host
