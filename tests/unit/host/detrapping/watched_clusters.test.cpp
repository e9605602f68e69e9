#include "host/detrapping/watched_clusters.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "host/base/error.hpp"
#include "support/clusters.hpp"

using namespace slipburst;

namespace {

double supplied_Hz(const host::WatchedClusters& clusters, std::size_t condition, std::size_t depth = 0) {
  return clusters.experiment().indirect_Hz[condition * clusters.depths().size() + depth];
}

}  // namespace

TEST_CASE("frequencies are those asked for at the reference") {
  const host::WatchedClusters clusters(testing::cluster_case({"watch.temperatures=17 K,300 K"}));
  CHECK(supplied_Hz(clusters, 1) == doctest::Approx(0.1).epsilon(1e-12));
  CHECK(supplied_Hz(clusters, 1) / supplied_Hz(clusters, 0) == doctest::Approx(50.89).epsilon(1e-4));
  CHECK(clusters.conditions()[0].jump_rate_Hz == doctest::Approx(110.2).epsilon(1e-3));
  CHECK(clusters.experiment().conditions[0].decay == doctest::Approx(9e-5 * 110.2).epsilon(1e-3));
  CHECK(clusters.experiment().conditions[0].direct == doctest::Approx(0.0093).epsilon(1e-12));
}

TEST_CASE("they follow the beam") {
  const host::WatchedClusters clusters(
      testing::cluster_case({"watch.temperatures=300 K", "watch.energies=100 keV,300 keV,1000 keV",
                             "watch.fluxes=1e25 m-2 s-1,2e25 m-2 s-1"}));
  REQUIRE(clusters.conditions().size() == 6);
  CHECK(supplied_Hz(clusters, 0) == 0);  // 100 keV is below the threshold
  CHECK(clusters.experiment().conditions[1].decay == 0);
  CHECK(supplied_Hz(clusters, 5) / supplied_Hz(clusters, 4) == doctest::Approx(2));
  CHECK(supplied_Hz(clusters, 3) / supplied_Hz(clusters, 5) == doctest::Approx(3009.7 / 6888.6).epsilon(1e-4));
  CHECK(clusters.experiment().conditions[3].direct == 0);  // 300 keV transfer less than 7 eV
  CHECK(clusters.experiment().conditions[5].direct == doctest::Approx(0.0093));
}

TEST_CASE("traps with a spread have depths of equal shares about their barrier") {
  host::Traps traps{{38}, {}, 6};
  const auto depths = host::trap_depths(traps);
  REQUIRE(depths.size() == host::depths_per_barrier);
  double share = 0, mean = 0, square = 0;
  for (const host::TrapDepth& depth : depths) {
    share += depth.share;
    mean += depth.share * depth.barrier;
    square += depth.share * depth.barrier * depth.barrier;
  }
  CHECK(share == doctest::Approx(1));
  CHECK(mean == doctest::Approx(38).epsilon(1e-3));
  CHECK(std::sqrt(square - mean * mean) == doctest::Approx(6).epsilon(0.05));
  CHECK(depths.front().barrier > 0);

  traps = {{20, 38, 50}, {1, 0, 3}, 0};
  const auto listed = host::trap_depths(traps);
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].barrier == 20);
  CHECK(listed[0].share == 0.25);
  CHECK(listed[1].barrier == 50);
}

TEST_CASE("lattices shake alike far above their temperatures, and differ below") {
  const auto rate_ratio = [](const char* lattice) {
    const host::WatchedClusters clusters(
        testing::cluster_case({std::string("lattice.shaking=") + lattice, "watch.temperatures=0 K,17 K,300 K",
                               "reference.temperature=2000 K", "vacancies.frequency=1 Hz"}));
    CHECK(supplied_Hz(clusters, 2) > 0);
    return supplied_Hz(clusters, 2) / supplied_Hz(clusters, 1);
  };
  CHECK(rate_ratio("classical") == doctest::Approx(7.476e11).epsilon(1e-3));
  CHECK(rate_ratio("quantum") == doctest::Approx(50.89).epsilon(1e-3));
  // T_c of Debye's density: 116.305 K and 315.817 K.
  const double barrier_K = 38 / units::boltzmann;
  CHECK(rate_ratio("debye") ==
        doctest::Approx(315.817 / 116.305 * std::exp(barrier_K * (1 / 116.305 - 1 / 315.817))).epsilon(1e-4));
  const host::WatchedClusters cold(
      testing::cluster_case({"lattice.shaking=classical", "watch.temperatures=0 K,300 K"}));
  CHECK(supplied_Hz(cold, 0) == 0);
}

TEST_CASE("rates that mean nothing are refused") {
  const auto refused = [](const std::vector<std::string>& overrides) {
    CHECK_THROWS_AS(host::WatchedClusters{testing::cluster_case(overrides)}, host::InputError);
  };
  refused({"reference.energy=100 keV"});                                  // no vacancy jumps
  refused({"direct.min_transfer=30 eV"});                                 // no direct hit
  refused({"lattice.shaking=classical", "reference.temperature=0.1 K"});  // no cluster leaves a trap
  refused({"vacancies.frequency=1e9 Hz"});                                // hops without end
  refused({"direct.frequency=1 MHz"});
  refused({"vacancies.frequency=20 Hz", "watch.clusters=1000000"});  // more than an area can count
}

TEST_CASE("expected moves are the closed form, and with traps drawn anew those of slower and slower clusters") {
  const auto alike = testing::cluster_case(
      {"traps.barriers=20 meV,50 meV", "watch.temperatures=300 K", "vacancies.frequency=100 mHz", "watch.windows=20"});
  const host::WatchedClusters clusters(alike);
  const auto moves = host::expected_moves(clusters, 0);
  const double alpha = clusters.experiment().conditions[0].decay;
  for (int w = 0; w < 20; ++w) {
    CAPTURE(w);
    const double supply = (std::exp(-alpha * 60 * w) - std::exp(-alpha * 60 * (w + 1))) / alpha;
    CHECK(moves[static_cast<std::size_t>(w)].supplied == doctest::Approx(0.1 * supply).epsilon(1e-10));
    CHECK(moves[static_cast<std::size_t>(w)].direct == doctest::Approx(0.558).epsilon(1e-10));
  }

  host::ClusterCase drawn = alike;
  drawn.traps.next = detrapping::NextTrap::drawn;
  drawn.supply.decay_per_jump = 0;
  drawn.direct.frequency_Hz = 0;
  const host::WatchedClusters population(drawn);
  const auto slowing = host::expected_moves(population, 0);
  // Two depths, half of the clusters each: n_1 relaxes with the rate (r_1 + r_2)/2 to r_2/(r_1 + r_2).
  const double r1 = supplied_Hz(population, 0, 0), r2 = supplied_Hz(population, 0, 1);
  const double relaxing = 0.5 * (r1 + r2), settled = r2 / (r1 + r2);
  for (int w = 0; w < 20; ++w) {
    CAPTURE(w);
    const double before = std::exp(-relaxing * 60 * w), after = std::exp(-relaxing * 60 * (w + 1));
    const double in_first = settled * 60 + (0.5 - settled) * (before - after) / relaxing;
    const double expected = r1 * in_first + r2 * (60 - in_first);
    CHECK(slowing[static_cast<std::size_t>(w)].supplied == doctest::Approx(expected).epsilon(1e-6));
  }
}
