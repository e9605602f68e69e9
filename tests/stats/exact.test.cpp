// The quadrature against the independent reference file, against events beyond a film's thickness, and against direct
// integration without a table. Against counts over all bins: sampled.test.cpp.
#include "host/quadrature/exact.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "host/table/table_error.hpp"
#include "kernels/registry/registry.hpp"
#include "support/csv.hpp"
#include "support/long_tests.hpp"
#include "support/spectra.hpp"
#include "support/statistics.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

const std::vector<double> exact_thresholds{0, 1, 10, 30, 100};

host::ExactSpectrum integrate_above(const host::Case& settings, const host::Table& table) {
  const host::PreparedCase c(settings);
  const exec::EventModel model = host::event_model(c, exact_thresholds);
  return host::integrate_spectrum(model, host::log2_unit_eV(c), table, host::table_slices(model, table),
                                  host::bin_edges_eV(c->histogram), exact_thresholds);
}

/// Probability of a chi-square as large as the sampled counts' over the bins with at least 20 expected events, the rest
/// as one.
double agreement(const testing::Spectrum& sampled, const host::ExactChannel& exact, int channel) {
  const host::ChannelCounts counts = host::channel_counts(sampled.model, sampled.counts, channel);
  const auto n = static_cast<double>(sampled.events);
  double chi_square = 0, rest_expected = n, rest_count = n;
  int freedom = 0;
  for (std::size_t bin = 0; bin < counts.bins.size(); ++bin) {
    const double expected = n * (exact.above[bin] - exact.above[bin + 1]);
    if (expected < 20) continue;
    const auto count = static_cast<double>(counts.bins[bin]);
    chi_square += (count - expected) * (count - expected) / expected;
    rest_expected -= expected;
    rest_count -= count;
    ++freedom;
  }
  chi_square += (rest_count - rest_expected) * (rest_count - rest_expected) / rest_expected;
  return testing::chi_square_probability(chi_square, freedom);
}

}  // namespace

TEST_CASE("probabilities and means of the reference file") {
  const testing::Csv reference("event_reference.csv");
  for (const testing::CsvRow& row : reference) {
    CAPTURE(row.text());
    const host::Case c = testing::make_case({"pinning.spacing=" + row.word("spacing_nm") + " nm",
                                             "pinning.alpha=" + row.word("alpha"), "histogram.bins_per_decade=5"});
    static std::string last;
    static host::ExactSpectrum exact;
    if (const std::string key = row.word("spacing_nm") + row.word("alpha"); key != last) {
      exact = integrate_above(c, testing::default_table());
      CHECK(exact.relative_error < 1e-6);
      last = key;
    }
    const host::ExactChannel& channel = exact.channel[row.word("channel") == "crystal" ? 0 : 1];
    const double value = row.number("value");
    double ours = channel.mean_eV;
    for (std::size_t t = 0; t < exact_thresholds.size(); ++t) {
      if (row.word("quantity") == "P(E>" + std::to_string(static_cast<int>(exact_thresholds[t])) + " eV)") {
        ours = channel.thresholds[t];
      }
    }
    // Error of the table in energy, 2.5e-5 at most, times the slope of ln P, up to 10 in these rows; error of the file.
    CHECK(std::abs(ours - value) < 1e-5 * value + 3e-8);
  }
}

TEST_CASE("the film's thickness cuts the spectrum as it cuts the events") {
  const host::Case c = testing::make_case({"film.thickness=60 nm"});
  const host::ExactSpectrum exact = integrate_above(c, testing::default_table());
  const testing::Spectrum sampled = testing::sample(c, testing::default_table(), exact_thresholds, 5, 10'000'000);
  CHECK(agreement(sampled, exact.channel[0], 0) > 1e-4);
  const double share = static_cast<double>(sampled.rejected()) / 1e7;
  CHECK(std::abs(share - exact.rejected) < 4 * testing::share_deviation(exact.rejected, 1e7));
}

TEST_CASE("far into the tail the table changes little, and the exact supersonic share is a share") {
  const host::PreparedCase c(testing::make_case({"pinning.spacing=30 nm"}));
  const host::Table& table = testing::default_table();
  const exec::EventModel model = host::event_model(c, exact_thresholds);
  const std::vector<double> edges = host::bin_edges_eV(c->histogram);
  const auto backend = kernels::make_backend("auto", 0);
  const host::ExactSpectrum exact = integrate_above(c, table);
  const host::ExactSpectrum direct = host::integrate_spectrum(
      model, host::log2_unit_eV(c), table, host::direct_slices(c, model, table, *backend, {}), edges, exact_thresholds);
  int deep = 0;
  for (int channel = 0; channel < 2; ++channel) {
    const host::ExactChannel &ours = exact.channel[channel], &theirs = direct.channel[channel];
    for (std::size_t k = 0; k < edges.size(); ++k) {
      CHECK(ours.supersonic_above[k] <= ours.above[k] * (1 + 1e-9));
      if (k > 0) CHECK(ours.above[k] <= ours.above[k - 1]);
      if (!(theirs.above[k] > 1e-18)) continue;
      deep += theirs.above[k] < 1e-12;
      // The table's relative error in energy is 2.5e-5 at most; ln P falls by its own size per unit of ln E and more.
      const double slope = 2 + 2 * std::abs(std::log(theirs.above[k]));
      CHECK(ours.above[k] == doctest::Approx(theirs.above[k]).epsilon(2.5e-5 * slope + 1e-5));
    }
    CHECK(ours.mean_eV == doctest::Approx(theirs.mean_eV).epsilon(2e-5));
  }
  CHECK(deep > 10);
}

TEST_CASE("a mean that its own probabilities do not allow is an error") {
  host::Table table = testing::default_table();
  const host::PreparedCase c(testing::make_case({"histogram.bins_per_decade=5"}));
  CHECK_NOTHROW(integrate_above(c, table));
  // Highest lines with more energy than any stress can give.
  for (std::int64_t stress_cell = 0; stress_cell < table.stress_cells; ++stress_cell) {
    for (std::int64_t cell = table.height_cells * 3 / 4; cell < table.height_cells; ++cell) {
      table.cells[static_cast<std::size_t>(stress_cell * table.height_cells + cell)].coefficient[0][0][1] += 60;
    }
  }
  CHECK_THROWS_WITH_AS(integrate_above(c, table), doctest::Contains("the mean film energy"), host::TableError);
}

TEST_CASE("with a share of the energy below the gap, where the table has two zones") {
  const bool usual = testing::long_tests();  // a minute of processor time
  const host::PreparedCase c(
      testing::make_case({"detector.subgap_efficiency=0.1", "pinning.spacing=150 nm", "film.thickness=150 nm",
                          std::string("histogram.bins_per_decade=") + (usual ? "5" : "2"),
                          std::string("table.tolerance=") + (usual ? "1e-4" : "1e-3"),
                          std::string("numerics.relative_tolerance=") + (usual ? "1e-7" : "1e-6")}));
  const host::Table table = testing::build_table(c);
  const exec::EventModel model = host::event_model(c, exact_thresholds);
  const std::vector<double> edges = host::bin_edges_eV(c->histogram);
  const auto backend = kernels::make_backend("auto", 0);
  const host::ExactSpectrum exact = integrate_above(c, table);
  const host::ExactSpectrum direct = host::integrate_spectrum(
      model, host::log2_unit_eV(c), table, host::direct_slices(c, model, table, *backend, {}), edges, exact_thresholds);
  for (int channel = 0; channel < 2; ++channel) {
    const host::ExactChannel &ours = exact.channel[channel], &theirs = direct.channel[channel];
    CHECK(ours.emitting == doctest::Approx(theirs.emitting).epsilon(1e-5));
    CHECK(ours.mean_eV == doctest::Approx(theirs.mean_eV).epsilon(2e-5));
    for (std::size_t k = 0; k < edges.size(); ++k) {
      if (!(theirs.above[k] > 1e-12)) continue;
      CHECK(ours.above[k] == doctest::Approx(theirs.above[k]).epsilon(1e-4));
    }
  }
}

TEST_CASE("the film cuts tables of great stresses and of few pins as it cuts the events") {
  for (const char* override : {"stress.sigma0=400 MPa", "pinning.alpha=0.01"}) {
    CAPTURE(override);
    const host::Case c = testing::make_case(
        {override, "film.thickness=600 nm", "table.tolerance=1e-2", "numerics.relative_tolerance=1e-6"});
    const host::Table table = testing::build_table(c);
    REQUIRE(std::isfinite(table.range.max_height));
    const host::ExactSpectrum exact = integrate_above(c, table);
    constexpr std::uint64_t events = 3'000'000;
    const testing::Spectrum sampled = testing::sample(c, table, exact_thresholds, 11, events);
    for (int channel = 0; channel < 2; ++channel) {
      CHECK(agreement(sampled, exact.channel[channel], channel) > 1e-4);
    }
    const double share = static_cast<double>(sampled.rejected()) / events;
    CHECK(std::abs(share - exact.rejected) < 4 * testing::share_deviation(exact.rejected, events));
  }
}
