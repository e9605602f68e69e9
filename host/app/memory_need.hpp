#pragma once
/// \file Memory need of a run besides its table, compared with the available memory.
///
/// std::bad_alloc does not tell in time: with Linux' default, vm.overcommit_memory = 0, one process reserved 80 GB in
/// blocks of 2 GB on a machine of 24 GB without swap. A run that needs too much is killed without a message as it
/// writes its counters, and so is a run beyond the memory of its batch job. Bounds of single keys do not help either:
/// the need is a product of bins of both energies, strata or slices of time, threads, and ranks of the node.

#include <span>

#include "host/detrapping/watched_clusters.hpp"
#include "host/rates/release_run.hpp"
#include "host/sampling/spectrum.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Upper bound of the bytes for sampling a planned spectrum, saving its state and writing its file.
double spectrum_bytes(const Spectrum& spectrum, const kernels::Backend& backend);

/// Upper bound of the bytes for sampling planned releases, saving their state and writing their file.
/// \param edges_s  edges of the slices of time, see add_slices
double rates_bytes(const ReleaseRun& run, std::span<const double> edges_s, const kernels::Backend& backend);

/// Upper bound of the bytes for watching clusters, saving their state and writing their file.
double detrap_bytes(const WatchedClusters& clusters, const kernels::Backend& backend);

/// Logs needed and free memory, the other ranks of this node included.
/// \param of_a_rank_bytes  need of this rank, the largest of all ranks  \throws InputError if less is free
void require_memory(double of_a_rank_bytes);

}  // namespace slipburst::host
