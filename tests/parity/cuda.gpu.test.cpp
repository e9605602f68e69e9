#include "parity/same_bits.hpp"
#include "support/gpu.hpp"
#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/cuda_backend.hpp"
#include "kernels/registry/registry.hpp"
#endif

using namespace slipburst;

TEST_CASE("CUDA gives the bits of the reference") {
  if (!testing::has_device()) return;
  const auto backend = kernels::make_backend("cuda", 0);
  MESSAGE(backend->description());
  testing::check_same_bits(*backend);
}

#if SLIPBURST_HAVE_CUDA

TEST_CASE("launch geometry does not show") {
  if (!testing::has_device()) return;
  const host::Case c = testing::make_case();
  const auto segments = testing::random_segments(host::reduce(c), 1000);
  const auto reference = kernels::make_reference_backend();
  const auto expected = testing::integrate(*reference, c, exec::Extent::above_gap, segments);
  const exec::EventModel model = testing::busy_model();
  constexpr std::uint64_t first = 3, count = 1'000'001;
  const auto counts = testing::count_events(*reference, model, testing::default_table(), first, count);
  const host::WatchedClusters clusters(testing::busy_clusters());
  const auto moves = testing::count_areas(*reference, clusters, first, 3001);
  const kernels::CudaGeometry geometries[] = {{32, 1},        {32, 999},  {64, 7},     {96, 131, 100}, {128, 33, 999},
                                              {192, 1, 1000}, {224, 264}, {256, 5, 1}, {256, 4096}};
  for (const kernels::CudaGeometry& geometry : geometries) {
    CAPTURE(geometry.threads_per_block);
    CAPTURE(geometry.blocks);
    const auto backend = kernels::make_cuda_backend(0, geometry);
    const auto found = testing::integrate(*backend, c, exec::Extent::above_gap, segments);
    CHECK(testing::count_different(found, expected) == 0);
    CHECK(testing::count_events(*backend, model, testing::default_table(), first, count) == counts);
    CHECK(testing::count_areas(*backend, clusters, first, 3001) == moves);
  }
}

TEST_CASE("a geometry the event kernel cannot take is refused") {
  if (!testing::has_device()) return;
  for (const int threads : {33, 512}) {
    const auto backend = kernels::make_cuda_backend(0, {threads, 1});
    CHECK_THROWS_AS(testing::count_events(*backend, testing::busy_model(), testing::default_table(), 0, 1),
                    kernels::BackendError);
  }
}

#endif
