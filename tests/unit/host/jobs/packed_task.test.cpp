#include "host/jobs/packed_task.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <memory>

#include "host/rates/release_run.hpp"
#include "host/sampling/spectrum.hpp"
#include "support/backends.hpp"
#include "support/clusters.hpp"
#include "support/releases.hpp"

using namespace slipburst;

namespace {

std::vector<std::uint64_t> counts_of(const host::AnyTask& task, std::uint64_t events) {
  const auto reference = kernels::make_reference_backend();
  std::vector<std::uint64_t> counts(std::visit([](const auto& kind) { return kind.counters(); }, task));
  const auto counter = host::counter_of(*reference, task);
  counter->add(77, events);
  counter->collect(counts);
  return counts;
}

void check_packing(const host::AnyTask& task, std::uint64_t events = 20'000) {
  const host::Bytes bytes = host::pack(task);
  const host::OwnedTask owned(bytes);
  CHECK((*owned).index() == task.index());
  CHECK(counts_of(*owned, events) == counts_of(task, events));
  for (const std::size_t length : {std::size_t{0}, std::size_t{9}, bytes.size() / 2, bytes.size() - 1}) {
    const host::Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
    CHECK_THROWS_AS(host::OwnedTask{cut}, std::out_of_range);
  }
}

}  // namespace

TEST_CASE("a packed task draws the same events") {
  const double thresholds[] = {0, 1, 30};
  const host::Table& table = testing::wide_table();
  for (const host::Sampling sampling : {host::Sampling::plain, host::Sampling::stratified}) {
    const host::PreparedCase c(testing::make_case({"film.thickness=600 nm", "histogram.plane_bins_per_decade=3"}));
    check_packing(host::counting_task(host::empty_spectrum(c, {5, 100'000, {}}, sampling, thresholds), table));
  }
}

TEST_CASE("so does one with a table in two zones") {
  const host::PreparedCase c(testing::make_case({"grain.median=250 nm"}));
  host::Table table = testing::wide_table();  // contents of the lower zone do not matter, only its presence
  table.lower = std::make_shared<const host::Table>(table);
  const auto task = host::counting_task(host::empty_spectrum(c, {5, 100'000, {}}, host::Sampling::plain, {}), table);
  REQUIRE(task.table.divided());
  check_packing(task);
}

TEST_CASE("so does one of clusters") {
  const host::WatchedClusters clusters(testing::busy_clusters());
  check_packing(kernels::ClusterTask{42, clusters.experiment()}, 50);
}

TEST_CASE("so does one of releases") {
  const double edges[] = {0, 1, testing::day_s, testing::year_s}, thresholds[] = {0, 1};
  const std::string stages = testing::stage("hold", "1 day") + testing::stage("warm-up", "1 hour", "refill = 0.4") +
                             testing::stage("pulse", "1 hour", "stress_factor = 1.04");
  for (const auto& overrides : {std::vector<std::string>{}, testing::tabulated_density()}) {
    const host::PreparedCase c(testing::film_with(stages, overrides));
    for (const host::TimeSampling sampling : {host::TimeSampling::sliced, host::TimeSampling::plain}) {
      const auto run = host::empty_releases(c, {42, 100'000, {}}, sampling, edges, thresholds);
      check_packing(host::counting_task(run, c, testing::wide_table()));
    }
  }
}
