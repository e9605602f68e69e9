#include "host/table/event_model.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "slipburst/units/constants.hpp"
#include "support/cases.hpp"

using namespace slipburst;

TEST_CASE("bin edges are logarithmic and end where they were told to") {
  host::Histogram histogram;
  const std::vector<double> edges = host::bin_edges_eV(histogram);
  REQUIRE(edges.size() == 241);
  CHECK(edges.front() == 0.01);
  CHECK(edges.back() == doctest::Approx(1e4).epsilon(1e-13));
  CHECK(edges[40] == doctest::Approx(0.1).epsilon(1e-13));
  for (std::size_t i = 1; i < edges.size(); ++i) {
    CHECK(edges[i] / edges[i - 1] == doctest::Approx(std::pow(10, 1.0 / 40)).epsilon(1e-13));
  }
  histogram = {1, 15, 10};
  CHECK(host::bin_edges_eV(histogram).size() == 13);  // 12 whole bins cover 1.18 decades
  CHECK(host::bin_edges_eV(histogram).back() >= 15);
}

TEST_CASE("an energy falls into the slot between its edges") {
  const host::Histogram histogram;
  const double log2_unit = 9.7;
  const tally::LogBins bins = host::log_bins(histogram, histogram.bins_per_decade, log2_unit);
  const std::vector<double> edges = host::bin_edges_eV(histogram);
  CHECK(bins.bins == 240);
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    for (const double inside : {0.001, 0.5, 0.999}) {
      const double energy = edges[i] * std::pow(edges[i + 1] / edges[i], inside);
      CHECK(bins.slot(static_cast<float>(std::log2(energy) - log2_unit)) ==
            tally::LogBins::first + static_cast<int>(i));
    }
  }
  CHECK(bins.slot(static_cast<float>(std::log2(0.00999) - log2_unit)) == tally::LogBins::underflow);
  CHECK(bins.slot(static_cast<float>(std::log2(1.001e4) - log2_unit)) == bins.overflow());
}

TEST_CASE("stress, height and energy scales of a case") {
  const host::PreparedCase c(
      testing::make_case({"pinning.spacing=30 nm", "pinning.alpha=0.8", "stress.sigma0=90 MPa"}));
  const host::ReducedModel& model = c.model();
  const double thresholds[] = {0, 1, 30};
  const exec::EventModel event = host::event_model(c, thresholds);
  CHECK(event.max_stress * model.gap_stress * model.stress_unit ==
        doctest::Approx(45 * units::megapascal).epsilon(1e-13));
  // h_max per bit at 45 MPa: ln2 spacing^2 tau / (alpha mu_f b)
  CHECK(event.height_per_bit * (45 * units::megapascal / model.stress_unit) * model.length_nm ==
        doctest::Approx(math::ln2 * 900 * 45 / (0.8 * 7150)).epsilon(1e-12));
  CHECK(std::isinf(event.thickness_bits));
  CHECK(event.thresholds == 3);
  CHECK(event.threshold[0] == -std::numeric_limits<float>::infinity());
  // E_tot = alpha mu_f b / tau x E*: log2 in units of its value at E* = tau = 1, reduced.
  const double unit_eV = 0.8 * 7150 * units::megapascal / model.stress_unit * model.energy_eV_per_nm;
  CHECK(static_cast<double>(event.threshold[1]) == doctest::Approx(-std::log2(unit_eV)).epsilon(1e-6));
  CHECK(static_cast<double>(event.threshold[2]) == doctest::Approx(std::log2(30 / unit_eV)).epsilon(1e-6));
}

TEST_CASE("a film's thickness in units of the draw") {
  const host::PreparedCase c(testing::make_case({"film.thickness=600 nm"}));
  const exec::EventModel event = host::event_model(c, {});
  // At the greatest stress a pin height of 600 nm is so many bits.
  const double bits = 600 / (math::ln2 * 2500 * 60 / 7150);
  CHECK(event.thickness_bits == doctest::Approx(bits * event.max_stress).epsilon(1e-12));
}
