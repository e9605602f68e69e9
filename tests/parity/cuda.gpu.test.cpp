#include "parity/cuda_geometries.hpp"
#include "support/gpu.hpp"
#if SLIPBURST_HAVE_CUDA
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
  if (testing::has_device()) testing::check_geometries({1000, 1'000'001, 3001});
}

TEST_CASE("a geometry that kernels cannot take is refused") {
  if (testing::has_device()) testing::check_refused_geometries();
}

#endif
