// Device kernels of kernels/kokkos on every execution space of this Kokkos.

#include "parity/same_bits.hpp"
#include "support/long_tests.hpp"
#if SLIPBURST_HAVE_KOKKOS
#include "kernels/kokkos/kokkos_backend.hpp"
#endif

using namespace slipburst;

#if SLIPBURST_HAVE_KOKKOS

namespace {

/// Kokkos starts once per process, so all spaces have the same number of threads.
constexpr int space_threads = 2;

/// Work of a test that is not long: all checks, with fewer events and a coarse table.
class LessWork {
 public:
  LessWork() {
    if (!testing::long_tests()) testing::effort = {testing::sanitized ? 3'011ull : 30'011ull, true};
  }
  ~LessWork() { testing::effort = before_; }
  LessWork(const LessWork&) = delete;
  LessWork& operator=(const LessWork&) = delete;

 private:
  testing::Effort before_ = testing::effort;
};

exec::EventModel fine_model() {
  const double thresholds[] = {0, 1, 30};
  return host::event_model(
      host::PreparedCase(testing::make_case({"histogram.bins_per_decade=1000", "pinning.spacing=100 nm",
                                             "film.thickness=600 nm", "histogram.plane_bins_per_decade=5"})),
      thresholds);
}

}  // namespace

TEST_CASE("device kernels of Kokkos give the bits of the reference on every space") {
  const LessWork less;
  for (const std::string& space : kernels::kokkos_spaces()) {
    SUBCASE(space.c_str()) {
      const auto backend = kernels::make_kokkos_space_backend(space_threads, space);
      CHECK(backend->name() == "kokkos:" + space);
      testing::check_same_bits(*backend);
    }
  }
}

TEST_CASE("the geometry of teams does not show") {
  const LessWork less;
  const host::Case c = testing::make_case();
  const auto segments = testing::random_segments(host::reduce(c), 300);
  const auto reference = kernels::make_reference_backend();
  const auto expected = testing::integrate(*reference, c, exec::Extent::above_gap, segments);
  const exec::EventModel models[] = {testing::busy_model(), fine_model()};
  constexpr std::uint64_t first = 12345678901, count = 20'011, areas = 71;
  const host::WatchedClusters clusters(testing::busy_clusters());
  const auto moves = testing::count_areas(*reference, clusters, first, areas);
  for (const std::string& space : kernels::kokkos_spaces()) {
    CAPTURE(space);
    const bool serial = space == "Serial";
    for (const kernels::SpaceGeometry& geometry : {kernels::SpaceGeometry{1, 1},
                                                   {1, 999},
                                                   {1, 7, 100},
                                                   {1, 3, 299, 100},
                                                   {serial ? 1 : 2, 1, 1},
                                                   {serial ? 1 : 2, 5, 0, 1000}}) {
      CAPTURE(geometry.team_size);
      CAPTURE(geometry.teams);
      const auto backend = kernels::make_kokkos_space_backend(space_threads, space, geometry);
      const auto found = testing::integrate(*backend, c, exec::Extent::above_gap, segments);
      CHECK(testing::count_different(found, expected) == 0);
      for (const exec::EventModel& model : models) {
        CHECK(testing::count_events(*backend, model, testing::table_of_events(), first, count) ==
              testing::count_events(*reference, model, testing::table_of_events(), first, count));
      }
      CHECK(testing::count_areas(*backend, clusters, first, areas) == moves);
    }
  }
}

TEST_CASE("counters beyond the first level of scratch") {
  CHECK((exec::TallyLayout(fine_model()).rejected() + 1) * sizeof(std::uint32_t) > 48 << 10);
}

TEST_CASE("teams that a space cannot take, and spaces that Kokkos lacks, are refused") {
  const LessWork less;
  const auto backend =
      kernels::make_kokkos_space_backend(space_threads, kernels::kokkos_spaces().front(), {100'000, 1});
  CHECK_THROWS_AS(testing::count_events(*backend, testing::busy_model(), testing::table_of_events(), 0, 1),
                  kernels::BackendError);
  CHECK_THROWS_AS(kernels::make_kokkos_space_backend(space_threads, "Abacus"), kernels::BackendError);
}

#else

TEST_CASE("device kernels of Kokkos are not in this build") { CHECK(SLIPBURST_HAVE_KOKKOS == 0); }

#endif
