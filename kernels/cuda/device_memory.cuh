#pragma once
/// \file Memory of the device that a run needs, checked before any of it is allocated.

#include <cuda_runtime.h>

#include <cstddef>

#include "kernels/backend/memory_text.hpp"
#include "kernels/cuda/check.cuh"
#include "slipburst/detrapping/experiment.hpp"
#include "slipburst/release/slices.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

inline std::size_t table_bytes(const table::View& table) {
  const auto rows = static_cast<std::size_t>(table.stress.cells());
  return rows * (table::threshold_terms * sizeof(double) + table::supersonic_terms * sizeof(float) +
                 static_cast<std::size_t>(table.height_cells) * sizeof(table::Cell));
}
inline std::size_t table_bytes(const table::Zones& table) {
  return table_bytes(table.upper) + (table.divided() ? table_bytes(table.lower) : 0);
}

/// Bytes of the greater part of the slices: cells, and the guide posts that lead to them.
inline std::size_t slices_bytes(const release::Slices& slices) {
  const auto count = static_cast<std::size_t>(slices.slices);
  return static_cast<std::size_t>(slices.first_cell[slices.slices]) * sizeof(release::Cell) +
         count * (release::Slices::guide_posts * sizeof(std::int32_t) +
                  release::KeepWords::intervals * sizeof(release::KeepWords));
}

/// Bytes of the greater part of an experiment: the rates of each condition and depth.
inline std::size_t experiment_bytes(const detrapping::Experiment& experiment) {
  return static_cast<std::size_t>(experiment.condition_count) * static_cast<std::size_t>(experiment.depths) *
         sizeof(double);
}

inline std::size_t counter_bytes(std::size_t counters) { return counters * sizeof(unsigned long long); }

/// \throws BackendError if the current device has less memory free
inline void require_device_memory(std::size_t needed) {
  std::size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total), "asking for the device's free memory");
  if (needed <= free) return;
  throw BackendError(
      memory_refusal(static_cast<double>(needed), static_cast<double>(free), "on the GPU",
                     "lower histogram.bins_per_decade or histogram.time_bins_per_decade, or use --backend kokkos"));
}

}  // namespace slipburst::kernels
