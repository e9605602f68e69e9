#include <doctest/doctest.h>

#include <chrono>
#include <initializer_list>

#include "host/jobs/team_backend.hpp"
#include "host/sampling/spectrum.hpp"
#include "support/backends.hpp"
#include "support/odd_backend.hpp"
#include "support/thread_ranks.hpp"

using namespace slipburst;
using testing::OddBackend;
using testing::Oddity;

namespace {

/// Opener of backends: rank r gets the r-th oddity, ranks beyond the last oddity are as usual.
host::BackendOpener odd(std::vector<Oddity> oddities) {
  return [=](const host::BackendChoice&, const host::RankPlace& place) {
    const auto rank = static_cast<std::size_t>(place.local_rank);
    return host::OpenedBackend{std::make_unique<OddBackend>(rank < oddities.size() ? oddities[rank] : Oddity{}), {}};
  };
}

std::vector<std::uint64_t> spectrum_of(kernels::Backend& backend, host::Sampling sampling, std::uint64_t count) {
  const double thresholds[] = {0, 1, 30};
  return host::joined_counters(host::sample_spectrum(host::PreparedCase(testing::make_case()), testing::default_table(),
                                                     backend, {9, 1'000'000, 1234, count}, sampling, thresholds)
                                   .strata);
}

const std::vector<std::uint64_t>& expected_spectrum() {
  static const auto counts = spectrum_of(*kernels::make_reference_backend(), host::Sampling::plain, 50'001);
  return counts;
}

void check_fails(testing::ThreadCluster& cluster, const char* message) {
  const auto backend = cluster.backend();
  CHECK_THROWS_WITH(spectrum_of(*backend, host::Sampling::plain, 50'001), message);
  CHECK(cluster.quiet());
}

}  // namespace

TEST_CASE("ranks of any number and speed give the same counts") {
  for (const int size : {1, 2, 3, 5}) {
    CAPTURE(size);
    for (const int slow : {-1, 0, 1}) {
      CAPTURE(slow);
      std::vector<Oddity> oddities(2);
      if (slow >= 0) oddities[static_cast<std::size_t>(slow)].delay = std::chrono::milliseconds(3);
      testing::ThreadCluster cluster(size, odd(oddities));
      const auto backend = cluster.backend();
      CHECK(spectrum_of(*backend, host::Sampling::plain, 50'001) == expected_spectrum());
      CHECK(cluster.quiet());
    }
  }
}

TEST_CASE("all members work") {
  std::vector<OddBackend*> members;
  std::vector<std::unique_ptr<kernels::Backend>> owned;
  for (int i = 0; i < 3; ++i) {
    auto member = std::make_unique<OddBackend>(Oddity{std::chrono::milliseconds(1)});
    members.push_back(member.get());
    owned.push_back(std::move(member));
  }
  host::TeamBackend team(std::move(owned));
  CHECK(team.name() == "reference");
  CHECK(team.description() == "3 x (a loop)");
  CHECK(spectrum_of(team, host::Sampling::plain, 50'001) == expected_spectrum());
  for (const OddBackend* member : members) CHECK(member->blocks() > 0);
}

TEST_CASE("collected twice, counted once") {
  const exec::EventModel model = host::event_model(host::PreparedCase(testing::make_case()), {});
  const kernels::CountingTask task{42, model, testing::default_table().view(), false, nullptr, {}};
  testing::ThreadCluster cluster(3, odd({}));
  const auto backend = cluster.backend();
  const auto counter = backend->counter(task);
  // A counter of another run in between, and one that is never collected.
  const auto other = backend->counter(task);
  other->add(5'000'000, 3000);
  std::vector<std::uint64_t> counts(task.counters()), nothing(task.counters());
  counter->add(0, 10'000);
  counter->collect(counts);
  counter->collect(counts);
  counter->add(10'000, 7'001);
  counter->collect(counts);
  counter->collect(nothing);
  CHECK(counts ==
        testing::count_events(*kernels::make_reference_backend(), model, testing::default_table(), 0, 17'001));
  CHECK(nothing == std::vector<std::uint64_t>(task.counters()));
}

TEST_CASE("a failure anywhere is the run's, and leaves nobody waiting") {
  const Oddity fails{std::chrono::microseconds(0), 2, false};
  const Oddity slow{std::chrono::milliseconds(1), -1, false};
  SUBCASE("of a rank") {
    testing::ThreadCluster cluster(3, odd({slow, slow, fails}));
    check_fails(cluster, "rank 2 on here: the device fell off the bus");
  }
  SUBCASE("of the root") {
    testing::ThreadCluster cluster(3, odd({fails, slow, slow}));
    check_fails(cluster, "the device fell off the bus");
  }
  SUBCASE("to begin, of a rank") {
    testing::ThreadCluster cluster(3, odd({{}, {std::chrono::microseconds(0), -1, true}}));
    check_fails(cluster, "rank 1 on here: no memory for the table");
  }
  SUBCASE("to begin, of the root") {
    testing::ThreadCluster cluster(3, odd({{std::chrono::microseconds(0), -1, true}}));
    check_fails(cluster, "no memory for the table");
  }
  SUBCASE("of a member of this process") {
    std::vector<std::unique_ptr<kernels::Backend>> members;
    members.push_back(std::make_unique<OddBackend>(slow));
    members.push_back(std::make_unique<OddBackend>(fails));
    host::TeamBackend team(std::move(members));
    CHECK_THROWS_WITH(spectrum_of(team, host::Sampling::plain, 50'001), "the device fell off the bus");
  }
  SUBCASE("while integrating") {
    testing::ThreadCluster cluster(2, odd({slow, fails}));
    const host::Case c = testing::make_case();
    const auto segments = testing::random_segments(host::reduce(c), 2000);
    const auto backend = cluster.backend();
    CHECK_THROWS_WITH(testing::integrate(*backend, c, exec::Extent::above_gap, segments),
                      "rank 1 on here: the device fell off the bus");
    CHECK(cluster.quiet());
  }
}

TEST_CASE("a team works on after a failure") {
  testing::ThreadCluster cluster(2, odd({{std::chrono::milliseconds(1)}, {std::chrono::microseconds(0), 0, false}}));
  const auto failing = cluster.backend();
  for (int i = 0; i < 3; ++i) CHECK_THROWS(spectrum_of(*failing, host::Sampling::plain, 50'001));
  CHECK(cluster.quiet());
}

TEST_CASE("a rank without its backend, or of another program, is refused") {
  testing::ThreadCluster broken(3, [](const host::BackendChoice&, const host::RankPlace& place) {
    if (place.local_rank == 2) throw kernels::BackendError("no such device");
    return host::OpenedBackend{std::make_unique<OddBackend>(), {}};
  });
  CHECK_THROWS_WITH_AS(broken.backend(), "rank 2 on here: no such device", kernels::BackendError);
  testing::ThreadCluster mixed(3, odd({}), 1);
  CHECK_THROWS_WITH_AS(mixed.backend(),
                       "rank 1 on here runs another, rank 0 program: start the same program on all nodes",
                       kernels::BackendError);
}
