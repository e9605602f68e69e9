#pragma once
/// \file What a run takes of memory besides its table, and whether there is as much.

#include <span>

#include "host/case/case.hpp"
#include "host/detrapping/watched_clusters.hpp"
#include "host/rates/release_run.hpp"
#include "host/sampling/spectrum.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Bytes that sampling a spectrum, saving its state and writing its file take at most.
double spectrum_bytes(const Case& c, std::span<const double> thresholds_eV, Sampling sampling,
                      const kernels::Backend& backend);

/// The same for releases.
/// \param edges_s  of the slices of time, see sample_releases
double rates_bytes(const Case& c, std::span<const double> edges_s, std::span<const double> thresholds_eV,
                   TimeSampling sampling, const kernels::Backend& backend);

/// Bytes that watching clusters takes likewise.
double detrap_bytes(const WatchedClusters& clusters, const kernels::Backend& backend);

/// Logs what is needed and what is free, with the other ranks of this node.
/// \param of_a_rank_bytes  what each needs, this one the most  \throws InputError if less is free
void require_memory(double of_a_rank_bytes);

}  // namespace slipburst::host
