#include <cstdlib>

#include "parity/same_bits.hpp"
#if SLIPBURST_HAVE_KOKKOS
#include "kernels/kokkos/kokkos_backend.hpp"
#include "kernels/registry/registry.hpp"
#endif

using namespace slipburst;

#if SLIPBURST_HAVE_KOKKOS

namespace {

/// Kokkos starts once per process, so a program tests one number of threads.
int threads() {
  const char* const given = std::getenv("SLIPBURST_TEST_THREADS");
  return given == nullptr ? 2 : std::atoi(given);
}

}  // namespace

TEST_CASE("Kokkos gives the bits of the reference") {
  const auto backend = kernels::make_backend("kokkos", threads());
  MESSAGE(backend->description());
  testing::check_same_bits(*backend);
}

TEST_CASE("so it does without the best instructions of this processor") {
  const auto backend = kernels::make_kokkos_backend(threads(), kernels::InstructionSet::baseline);
  MESSAGE(backend->description());
  SUBCASE("segments") { testing::check_segments(*backend, "model.dynamics=newtonian"); }
  SUBCASE("elastorelativistic segments") { testing::check_segments(*backend, "model.dynamics=elastorelativistic"); }
  SUBCASE("counts") { testing::check_counts(*backend); }
  SUBCASE("releases of wide indices") { testing::check_releases_of_wide_indices(*backend); }
}

#else

TEST_CASE("Kokkos is not in this build") { CHECK_THROWS_AS(kernels::make_backend("kokkos", 2), kernels::BackendError); }

#endif
