#include <initializer_list>

#include "parity/same_bits.hpp"
#include "support/odd_backend.hpp"
#include "support/thread_ranks.hpp"

using namespace slipburst;

namespace {

host::OpenedBackend open_odd(const host::BackendChoice&, const host::RankPlace&) {
  return {std::make_unique<testing::OddBackend>(), {}};
}

/// A spectrum through the whole loop that a command runs.
void check_spectra(kernels::Backend& team, const host::Case& c, const host::Table& table) {
  const double thresholds[] = {0, 1, 30};
  const auto reference = kernels::make_reference_backend();
  for (const host::Sampling sampling : {host::Sampling::plain, host::Sampling::stratified}) {
    const auto count = [&](kernels::Backend& backend) {
      return host::joined_counters(host::sample_spectrum(host::PreparedCase(c), table, backend,
                                                         {42, 2'000'000, 77, 300'003}, sampling, thresholds)
                                       .strata);
    };
    CHECK(count(team) == count(*reference));
  }
}

void check_team(kernels::Backend& team) {
  SUBCASE("segments") { testing::check_segments(team, "model.dynamics=newtonian"); }
  SUBCASE("tables") { testing::check_tables(team); }
  SUBCASE("spectra") { check_spectra(team, testing::make_case(), testing::default_table()); }
  SUBCASE("spectra in two zones") { check_spectra(team, testing::mixed_case(), testing::mixed_table()); }
  SUBCASE("releases") { testing::check_releases(team); }
  SUBCASE("releases of wide indices") { testing::check_releases_of_wide_indices(team); }
  SUBCASE("clusters") { testing::check_clusters(team); }
}

}  // namespace

TEST_CASE("ranks give the bits of the reference") {
  testing::ThreadCluster cluster(3, open_odd);
  const auto team = cluster.backend();
  check_team(*team);
  CHECK(cluster.quiet());
}

TEST_CASE("several backends of one process give the bits of the reference") {
  std::vector<std::unique_ptr<kernels::Backend>> members;
  for (int i = 0; i < 3; ++i) members.push_back(std::make_unique<testing::OddBackend>());
  host::TeamBackend team(std::move(members));
  check_team(team);
}

TEST_CASE("ranks with several backends each give the bits of the reference") {
  testing::ThreadCluster cluster(2, [](const host::BackendChoice&, const host::RankPlace&) {
    std::vector<std::unique_ptr<kernels::Backend>> members;
    for (int i = 0; i < 2; ++i) members.push_back(std::make_unique<testing::OddBackend>());
    return host::OpenedBackend{std::make_unique<host::TeamBackend>(std::move(members)), {}};
  });
  const auto team = cluster.backend();
  check_spectra(*team, testing::mixed_case(), testing::mixed_table());
}
