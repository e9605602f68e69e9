// Watched clusters against the closed form: seeds are fixed, and a correct change of the random streams would fail a
// check with the probability stated beside it.
#include "support/clusters.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <initializer_list>

#include "host/detrapping/motion_values.hpp"
#include "kernels/reference/reference_backend.hpp"
#include "kernels/registry/registry.hpp"
#include "slipburst/tally/motion.hpp"
#include "support/statistics.hpp"

using namespace slipburst;

namespace {

constexpr double min_cluster_probability = 1e-4;

std::vector<host::ConditionMotion> watch(const host::WatchedClusters& clusters, std::uint64_t areas,
                                         std::uint64_t seed = 11) {
  const auto backend = kernels::make_backend("auto", 2);
  const std::uint64_t events = areas * clusters.conditions().size();
  return host::motion_values(clusters, testing::count_areas(*backend, clusters, 0, events, seed));
}

}  // namespace

TEST_CASE("moves of clusters in traps of one depth are Poisson counts about the closed form") {
  for (const char* preset : {"tungsten-1000kev", "tungsten-300kev"}) {
    CAPTURE(preset);
    const host::WatchedClusters clusters(testing::cluster_case({}, preset));
    const auto motion = watch(clusters, 4000);
    double chi_square = 0;
    int freedom = 0;
    for (std::size_t i = 0; i < motion.size(); ++i) {
      const auto expected = host::expected_moves(clusters, i);
      const auto n = static_cast<double>(motion[i].clusters);
      for (std::size_t w = 0; w < expected.size(); ++w) {
        const auto add = [&](std::uint64_t moves, double mean) {
          REQUIRE(n * mean > 30);
          chi_square += std::pow(static_cast<double>(moves) - n * mean, 2) / (n * mean);
          ++freedom;
        };
        add(motion[i].windows[w].supplied, expected[w].supplied);
        add(motion[i].windows[w].direct, expected[w].direct);
      }
    }
    CAPTURE(chi_square);
    CHECK(freedom == 260);
    CHECK(testing::chi_square_probability(chi_square, freedom) > min_cluster_probability);
    CHECK(testing::chi_square_probability(chi_square, freedom) < 1 - min_cluster_probability);
  }
}

TEST_CASE("hops of a cluster and clusters that moved follow Poisson's law, distances an exponential") {
  const host::WatchedClusters clusters(testing::cluster_case({"watch.temperatures=300 K"}));
  const auto motion = watch(clusters, 20'000);
  const host::ConditionMotion& condition = motion.front();
  const auto n = static_cast<double>(condition.clusters);
  const auto expected = host::expected_moves(clusters, 0);
  double mean = 0, chi_square = 0;
  for (std::size_t w = 0; w < expected.size(); ++w) {
    const double own = expected[w].supplied + expected[w].direct, share = -std::expm1(-own);
    mean += own;
    chi_square += std::pow(static_cast<double>(condition.windows[w].moved) - n * share, 2) / (n * share * (1 - share));
  }
  CHECK(testing::chi_square_probability(chi_square, static_cast<double>(expected.size())) > min_cluster_probability);

  const boost::math::poisson law(mean);
  chi_square = 0;
  int freedom = -1;
  for (int moves = 0; moves + 1 < tally::MotionLayout::move_slots; ++moves) {
    const double in_slot = n * boost::math::pdf(law, moves);
    if (in_slot < 20) continue;
    chi_square +=
        std::pow(static_cast<double>(condition.by_moves[static_cast<std::size_t>(moves)]) - in_slot, 2) / in_slot;
    ++freedom;
  }
  CHECK(freedom > 10);
  CHECK(testing::chi_square_probability(chi_square, freedom) > min_cluster_probability);

  double all = 0, sum = 0;
  for (const std::uint64_t count : condition.distances) all += static_cast<double>(count);
  for (const host::WindowMotion& window : condition.windows) sum += static_cast<double>(window.moves());
  CHECK(all == sum);
  chi_square = 0;
  for (int slot = 0; slot < tally::MotionLayout::distance_slots; ++slot) {
    const bool last = slot + 1 == tally::MotionLayout::distance_slots;
    const double from = slot / 8.0, share = last ? std::exp(-from) : std::exp(-from) - std::exp(-from - 0.125);
    chi_square += std::pow(static_cast<double>(condition.distances[static_cast<std::size_t>(slot)]) - all * share, 2) /
                  (all * share);
  }
  CHECK(testing::chi_square_probability(chi_square, tally::MotionLayout::distance_slots - 1) > min_cluster_probability);
}

TEST_CASE("clusters in traps of many depths scatter as the printed error says or less, their mean is the closed form") {
  for (const char* next : {"alike", "drawn"}) {
    CAPTURE(next);
    const host::WatchedClusters clusters(testing::cluster_case(
        {"traps.barriers=20 meV,38 meV,60 meV", "traps.shares=1,2,1", "traps.spread=3 meV",
         std::string("traps.next=") + next, "watch.temperatures=31 K,300 K", "vacancies.frequency=30 mHz"}));
    constexpr std::uint64_t areas = 20'000;
    const auto motion = watch(clusters, areas);
    double worst = 0;
    for (std::size_t i = 0; i < motion.size(); ++i) {
      for (const host::WindowMotion& window : motion[i].windows) {
        // The scatter of single areas is measured with the moves: its mean over so many of them is Gaussian.
        const double sigma = window.scatter_Hz / std::sqrt(static_cast<double>(areas));
        worst = std::max(worst, std::abs(window.frequency_Hz - window.expected_Hz) / sigma);
        const double moves = static_cast<double>(window.moves()) / areas;
        const double printed = window.frequency_Hz * std::sqrt(1 / 150.0 + 1 / moves);
        CHECK(window.scatter_Hz > 0.97 * window.frequency_Hz * std::sqrt(1 / moves));
        CHECK(window.scatter_Hz < (i == 1 ? 1.03 : 1.5) * printed);  // at 31 K some clusters move all the time
      }
    }
    CHECK(worst < 4.5);  // of 20 windows, by chance in 1 of 7000 programs
  }
}

TEST_CASE("no decay is told where nothing decays") {
  const host::WatchedClusters clusters(
      testing::cluster_case({"watch.temperatures=300 K", "vacancies.decay_per_jump=0", "direct.frequency=0 Hz"}));
  int told = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) told += watch(clusters, 100, seed).front().decay.has_value();
  CHECK(told <= 2);  // three sigmas in both: hardly ever by chance
}

TEST_CASE("the decay to the plateau is found where the windows show it") {
  const host::WatchedClusters clusters(testing::cluster_case({"watch.temperatures=200 K,300 K"}));
  const auto motion = watch(clusters, 20'000);
  for (std::size_t i = 0; i < motion.size(); ++i) {
    REQUIRE(motion[i].decay);
    const host::SupplyDecayFit& fit = *motion[i].decay;
    REQUIRE(fit.converged);
    const detrapping::Condition& truth = clusters.experiment().conditions[i];
    CHECK(std::abs(fit.decay_Hz - truth.decay) < 4 * fit.decay_sigma_Hz);
    CHECK(std::abs(fit.plateau_Hz - truth.direct) < 4 * fit.plateau_sigma_Hz);
    CHECK(std::abs(fit.initial_Hz - clusters.experiment().indirect_Hz[i]) < 4 * fit.initial_sigma_Hz);
    CHECK(fit.decay_sigma_Hz < 0.05 * truth.decay);
    CHECK(fit.p_value > min_cluster_probability);
  }
}
