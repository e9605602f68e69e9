#include <cstdlib>

#include "parity/same_bits.hpp"

using namespace slipburst;

#if SLIPBURST_HAVE_KOKKOS

TEST_CASE("Kokkos gives the bits of the reference") {
  // Kokkos starts once per process, so a program tests one number of threads.
  const char* threads = std::getenv("SLIPBURST_TEST_THREADS");
  const auto backend = host::make_backend("kokkos", threads == nullptr ? 2 : std::atoi(threads));
  MESSAGE(backend->description());
  testing::check_same_bits(*backend);
}

#else

TEST_CASE("Kokkos is not in this build") { CHECK_THROWS_AS(host::make_backend("kokkos", 2), host::BackendError); }

#endif
