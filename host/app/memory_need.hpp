#pragma once
/// \file Memory need of a run besides its table, compared with the available memory.

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
