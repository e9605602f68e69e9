#pragma once
/// \file Backend of one process: its GPUs, or its share of the processors.

#include <functional>
#include <string>
#include <vector>

#include "host/jobs/worker.hpp"

namespace slipburst::host {

/// Parses the GPUs of --devices: "all", or numbers such as "0,1".
/// \param usable  usable GPUs of this process
/// \throws InputError for any other text, naming the usable GPUs
std::vector<int> parse_devices(const std::string& text, const std::vector<int>& usable);

/// GPUs of a rank among those of its node: GPU (local rank modulo number of GPUs), or, if more GPUs were asked for than
/// the node has ranks, every local_size-th from the local rank on.
std::vector<int> devices_of(const RankPlace& place, const std::vector<int>& devices, bool asked_for);

/// CPU threads of a rank: 0 (left to OpenMP) if OMP_NUM_THREADS or KOKKOS_NUM_THREADS is set, else SLURM_CPUS_PER_TASK,
/// else the rank's share of the processors.
/// \param processors  number of processors that this process may run on
int threads_of(const RankPlace& place, int processors, const std::function<const char*(const char*)>& environment);

/// \param place  place of this rank, null if the process is alone
/// \throws InputError, BackendError
OpenedBackend open_local_backend(const BackendChoice& choice, const RankPlace* place);

}  // namespace slipburst::host
