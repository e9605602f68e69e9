#pragma once
/// \file Checks that results of the cuda backend do not depend on the geometry of its launches.

#include "kernels/cuda/cuda_backend.hpp"
#include "parity/same_bits.hpp"

namespace slipburst::testing {

/// Amount of work for each geometry.
struct GeometryWork {
  int segments;
  std::uint64_t events, areas;
};

/// Geometries with few and with many blocks, with batches and numbers of threads that divide no work evenly.
inline void check_geometries(const GeometryWork& work) {
  const host::Case c = make_case();
  const auto segments = random_segments(host::reduce(c), work.segments);
  const auto reference = kernels::make_reference_backend();
  const auto expected = integrate(*reference, c, exec::Extent::above_gap, segments);
  const exec::EventModel model = busy_model();
  constexpr std::uint64_t first = 12345678901ull;
  const auto counts = count_events(*reference, model, table_of_events(), first, work.events);
  const host::WatchedClusters clusters(busy_clusters());
  const auto moves = count_areas(*reference, clusters, first, work.areas);
  const kernels::CudaGeometry geometries[] = {{32, 1},        {32, 999},  {64, 7},     {96, 131, 100}, {128, 33, 999},
                                              {192, 1, 1000}, {224, 264}, {256, 5, 1}, {256, 777}};
  for (const kernels::CudaGeometry& geometry : geometries) {
    CAPTURE(geometry.threads_per_block);
    CAPTURE(geometry.blocks);
    const auto backend = kernels::make_cuda_backend(0, geometry);
    const auto found = integrate(*backend, c, exec::Extent::above_gap, segments);
    CHECK(count_different(found, expected) == 0);
    CHECK(count_events(*backend, model, table_of_events(), first, work.events) == counts);
    CHECK(count_areas(*backend, clusters, first, work.areas) == moves);
  }
}

/// Numbers of threads per block that kernels cannot take.
inline void check_refused_geometries() {
  for (const int threads : {33, 512}) {
    const auto backend = kernels::make_cuda_backend(0, {threads, 1});
    CHECK_THROWS_AS(count_events(*backend, busy_model(), table_of_events(), 0, 1), kernels::BackendError);
  }
}

}  // namespace slipburst::testing
