// The quadrature as the exact expectation of sampled counts, plain and stratified, over all bins by chi-square: seven
// cases, three seeds, 1e7 events each. 84 values, each refused below 1e-5: a correct change of the random streams would
// fail with probability 0.08 %. Short tests draw 2e6 events with one seed, 28 values: a distortion of all bins by 1 %
// (0.5 % with 1e7 events) is still refused, such as by a wrong density, axis, interpolation, weight of a stratum or
// edge. SLIPBURST_STATS_EVENTS draws another number.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/sampling/spectrum_values.hpp"
#include "host/table/event_model.hpp"
#include "kernels/registry/registry.hpp"
#include "support/long_tests.hpp"
#include "support/statistics.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

constexpr double min_probability = 1e-5;

std::uint64_t events() {
  const char* asked = std::getenv("SLIPBURST_STATS_EVENTS");
  if (asked) return static_cast<std::uint64_t>(std::strtod(asked, nullptr));
  return testing::long_tests() ? 10'000'000 : 2'000'000;
}

/// Standard deviation with events() of a value whose standard deviation with 1e7 is `sigma`.
double scaled(double sigma) { return sigma * std::sqrt(1e7 / static_cast<double>(events())); }

host::ExactSpectrum integrate(const host::Case& settings, const host::Table& table) {
  const host::PreparedCase c(settings);
  const exec::EventModel model = host::event_model(c, {});
  return host::integrate_spectrum(model, host::log2_unit_eV(c), table, host::table_slices(model, table),
                                  host::bin_edges_eV(c->histogram), {});
}

/// Probability of counts this far from their expectation, over bins whose error is at least ten times the weight of one
/// event of the largest stratum that could count: in such bins the sum is nearly normal. The variance is the estimated
/// variance.
double agreement(const std::vector<host::StratumChannel>& strata, const host::ExactChannel& exact) {
  double chi_square = 0;
  int freedom = 0;
  for (std::size_t bin = 0; bin + 1 < exact.above.size(); ++bin) {
    const double expected = exact.above[bin] - exact.above[bin + 1];
    double value = 0, variance = 0, heaviest = 0;
    bool counted = false;
    for (const host::StratumChannel& stratum : strata) {
      const auto n = static_cast<double>(stratum.events), count = static_cast<double>(stratum.counts.bins[bin]);
      const double share = stratum.mass * count / n;
      value += share;
      variance += stratum.mass * stratum.mass * count / n * (1 - count / n) / n;
      if (!counted) heaviest = stratum.mass / n;
      counted = counted || count > 0;
    }
    if (!counted || variance < 100 * heaviest * heaviest) continue;
    chi_square += (value - expected) * (value - expected) / variance;
    ++freedom;
  }
  REQUIRE(freedom > 20);
  return testing::chi_square_probability(chi_square, freedom);
}

void check_case(std::vector<std::string> overrides, const host::Table& table) {
  if (!testing::long_tests()) overrides.push_back("histogram.bins_per_decade=20");
  const host::PreparedCase c(testing::make_case(overrides));
  const host::ExactSpectrum exact = integrate(c, table);
  const auto backend = kernels::make_backend("auto", 0);
  const std::uint64_t seeds = testing::long_tests() ? 3 : 1;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (const host::Sampling sampling : {host::Sampling::plain, host::Sampling::stratified}) {
      const host::Spectrum sampled =
          host::sample_spectrum(c, table, *backend, {seed, events(), 0, events()}, sampling, {});
      const bool plain = sampling == host::Sampling::plain;
      CAPTURE(overrides);
      CAPTURE(seed);
      CAPTURE(plain);
      CHECK(agreement(sampled.channel(0), exact.channel[0]) > min_probability);
      CHECK(agreement(sampled.channel(1), exact.channel[1]) > min_probability);
      const host::Estimate rejected = host::values_of(sampled).rejected;
      CHECK(std::abs(rejected.value - exact.rejected) < 4.5 * rejected.sigma + 1e-12);
    }
  }
}

}  // namespace

TEST_CASE("pins 30 nm apart") { check_case({"pinning.spacing=30 nm"}, testing::default_table()); }
TEST_CASE("pins 50 nm apart") { check_case({}, testing::default_table()); }
TEST_CASE("pins 100 nm apart") { check_case({"pinning.spacing=100 nm"}, testing::default_table()); }
TEST_CASE("shorter lines in a thin film") {
  check_case({"pinning.alpha=0.8", "film.thickness=150 nm"}, testing::default_table());
}
TEST_CASE("small grains") {
  check_case({"pinning.spacing=100 nm", "grain.median=150 nm", "grain.sigma=0.4"}, testing::default_table());
}
TEST_CASE("germanium, where tau* is within reach") {
  const std::vector<std::string> germanium = {"substrate.material=Ge", "table.tolerance=1e-3"};
  check_case(germanium, testing::build_table(testing::make_case(germanium)));
}
TEST_CASE("a tenth of the energy below the gap") {
  const std::vector<std::string> mixed = {"detector.subgap_efficiency=0.1", "table.tolerance=1e-3"};
  check_case(mixed, testing::build_table(testing::make_case(mixed)));
}

TEST_CASE("strata reach probabilities of 1e-15 at every edge, to half a per cent with 1e7 events, and say how well") {
  const host::PreparedCase c(testing::make_case({"histogram.bins_per_decade=200", "histogram.minimum=10 eV"}));
  const host::Table& table = testing::default_table();
  const host::ExactSpectrum exact = integrate(c, table);
  const auto backend = kernels::make_backend("auto", 0);
  const host::SpectrumValues values = host::values_of(
      host::sample_spectrum(c, table, *backend, {4, events(), 0, events()}, host::Sampling::stratified, {}));
  for (int channel = 0; channel < table::channels; ++channel) {
    int deep = 0, within = 0, judged = 0;
    for (std::size_t k = 0; k < exact.channel[channel].above.size(); ++k) {
      const double expected = exact.channel[channel].above[k];
      if (!(expected > 1e-15)) continue;
      const host::Estimate& estimate = values.channel[channel].above[k];
      CHECK(std::abs(estimate.value - expected) < 5 * estimate.sigma);
      CHECK(estimate.sigma < scaled(0.005) * expected);
      deep += expected < 1e-12;
      within += estimate.low <= expected && expected <= estimate.high;
      ++judged;
    }
    CHECK(deep > 5);
    CHECK(within > judged / 3);  // neighbouring edges share their events: far from independent
  }
}

TEST_CASE("with few events in each stratum the intervals of bins hold the truth as often as they say") {
  const host::PreparedCase c(testing::make_case({"pinning.spacing=100 nm"}));
  const host::Table& table = testing::default_table();
  const host::ExactSpectrum exact = integrate(c, table);
  const auto backend = kernels::make_backend("auto", 0);
  constexpr std::uint64_t few = 6500;
  int above = 0, below = 0, judged = 0, empty_above = 0, empty = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const host::SpectrumValues values =
        host::values_of(host::sample_spectrum(c, table, *backend, {seed, few, 0, few}, host::Sampling::stratified, {}));
    for (int channel = 0; channel < table::channels; ++channel) {
      for (std::size_t bin = 0; bin + 1 < exact.channel[channel].above.size(); ++bin) {
        const double truth = exact.channel[channel].above[bin] - exact.channel[channel].above[bin + 1];
        if (!(truth > 1e-9)) continue;
        const host::Estimate& estimate = values.channel[channel].bins[bin];
        ++judged;
        above += truth > estimate.high;
        below += truth < estimate.low;
        empty += estimate.value == 0;
        empty_above += estimate.value == 0 && truth > estimate.high;
      }
    }
  }
  // 15.9 % on each side, but that neighbouring bins are not independent and small counts are covered too often.
  CHECK(above < 0.2 * judged);
  CHECK(below < 0.2 * judged);
  CHECK(empty > 100);
  CHECK(empty_above < 0.2 * empty);
}

TEST_CASE("the plane of both energies: its margins are the spectra, its counts the exact probabilities") {
  const host::PreparedCase c(testing::make_case({"histogram.plane_bins_per_decade=5", "histogram.bins_per_decade=5"}));
  const host::Table& table = testing::default_table();
  const host::ExactSpectrum exact = integrate(c, table);
  const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(exact.plane.size())));
  REQUIRE(side * side == exact.plane.size());
  for (std::size_t i = 1; i + 1 < side; ++i) {
    double crystal = 0, film = 0;
    for (std::size_t j = 0; j < side; ++j) {
      crystal += exact.plane[i * side + j];
      film += exact.plane[j * side + i];
    }
    CHECK(crystal == doctest::Approx(exact.channel[0].above[i - 1] - exact.channel[0].above[i]).epsilon(1e-4));
    CHECK(film == doctest::Approx(exact.channel[1].above[i - 1] - exact.channel[1].above[i]).epsilon(1e-4));
  }
  const auto backend = kernels::make_backend("auto", 0);
  const host::SpectrumValues sampled =
      host::values_of(host::sample_spectrum(c, table, *backend, {5, events(), 0, events()}, host::Sampling::plain, {}));
  REQUIRE(sampled.plane.probability.size() == exact.plane.size());
  double chi_square = 0;
  int freedom = 0;
  for (std::size_t i = 0; i < exact.plane.size(); ++i) {
    const double n = static_cast<double>(events()), expected = n * exact.plane[i];
    if (expected < 50) continue;
    const double difference = n * sampled.plane.probability[i].value - expected;
    chi_square += difference * difference / expected;
    ++freedom;
  }
  CHECK(freedom > 20);
  CHECK(testing::chi_square_probability(chi_square, freedom) > min_probability);
}
