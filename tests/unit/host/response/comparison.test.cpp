#include "host/response/comparison.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <stdexcept>

using namespace slipburst;

namespace {

/// P(E > e) = 0.5/e for e from 1 to 1000 eV, nothing below 1 eV.
host::TrueSpectrum power_law(int bins) {
  std::vector<double> edges, sigma;
  std::vector<host::Estimate> above;
  for (int i = 0; i <= bins; ++i) {
    edges.push_back(std::pow(1000.0, static_cast<double>(i) / bins));
    above.push_back({0.5 / edges.back(), 0});
    if (i > 0) sigma.push_back(1e-3);
  }
  return host::true_spectrum(edges, {0, 0}, above, sigma);
}

host::Experiment experiment() {
  host::Experiment result;
  result.name = "test";
  result.live_time_s = 1000;
  result.inverse_age_Hz = 1e-5;
  result.response.efficiency = {{0}, {0.5}};
  return result;
}

}  // namespace

TEST_CASE("intervals of counts are those of the tables") {
  // Central 68.27 % limits as tabulated for small numbers of events (N. Gehrels 1986).
  CHECK(host::garwood(0).low == 0);
  CHECK(host::garwood(0).high == doctest::Approx(1.841).epsilon(1e-3));
  CHECK(host::garwood(1).low == doctest::Approx(0.173).epsilon(3e-3));
  CHECK(host::garwood(1).high == doctest::Approx(3.300).epsilon(1e-3));
  CHECK(host::garwood(10).low == doctest::Approx(6.891).epsilon(1e-3));
  CHECK(host::garwood(10).high == doctest::Approx(14.267).epsilon(1e-3));
  // At the ends each tail holds half of the probability outside: P(N >= 3 | low) = P(N <= 3 | high).
  const host::Interval three = host::garwood(3, 0.9);
  const auto at_most = [](int n, double mu) {
    double term = std::exp(-mu), sum = term;
    for (int k = 1; k <= n; ++k) sum += term *= mu / k;
    return sum;
  };
  CHECK(1 - at_most(2, three.low) == doctest::Approx(0.05).epsilon(1e-9));
  CHECK(at_most(3, three.high) == doctest::Approx(0.05).epsilon(1e-9));
}

TEST_CASE("cutting bins keeps a power law, and what the bins hold") {
  const host::TrueSpectrum coarse = power_law(9), fine = host::refined(coarse, 5);
  REQUIRE(fine.edges_eV.size() == 46);
  REQUIRE(fine.probability.size() == 47);
  for (std::size_t i = 0; i < 45; ++i) {
    CHECK(fine.probability[i + 1] ==
          doctest::Approx(0.5 / fine.edges_eV[i] - 0.5 / fine.edges_eV[i + 1]).epsilon(1e-9));
  }
  CHECK(fine.probability.back() == coarse.probability.back());
  const std::vector<double> ones(fine.probability.size(), 1);
  CHECK(fine.sum(ones).value == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(fine.sum(ones).sigma == doctest::Approx(3e-3).epsilon(1e-6));
  CHECK(fine.sum(ones).sigma == doctest::Approx(coarse.sum(std::vector<double>(11, 1)).sigma));
}

TEST_CASE("expected counts of a known spectrum") {
  host::Experiment with_threshold = experiment();
  with_threshold.response.threshold_eV = 10;
  const host::MeasuredSpectrum measured(with_threshold, {{10, 20, 0, 2}, {30, HUGE_VAL, 0, 2}});
  CHECK(measured.aged_live_time() == doctest::Approx(0.01));
  const host::TrueSpectrum truth = host::refined(power_law(60), 8);
  const std::vector<double> counts = host::ExpectedCounts(measured, truth.edges_eV).counts(truth.probability, 1e6, 3);
  // P x efficiency x N/Gamma x area x live time x mean of 1/t.
  CHECK(counts[0] == doctest::Approx((0.5 / 10 - 0.5 / 20) * 0.5 * 1e6 * 3 * 0.01).epsilon(1e-3));
  CHECK(counts[1] == doctest::Approx(0.5 / 30 * 0.5 * 1e6 * 3 * 0.01).epsilon(1e-3));
}

TEST_CASE("counts as expected compare as equal") {
  const host::TrueSpectrum truth = host::refined(power_law(60), 8);
  std::vector<host::MeasuredBand> bands = {{10, 20, 0, 2}, {20, 40, 0, 2}, {40, 80, 0, 2}};
  const std::vector<double> expected = host::ExpectedCounts(host::MeasuredSpectrum(experiment(), bands), truth.edges_eV)
                                           .counts(truth.probability, 1e9, 2);
  for (std::size_t i = 0; i < 3; ++i) bands[i].counts = static_cast<std::uint64_t>(std::llround(expected[i]));
  const host::MeasuredSpectrum measured(experiment(), bands);
  const double at = 2e5;
  const host::Comparison given = host::compare(measured, truth, 1e9, at, 2.0);
  for (const host::BandComparison& band : given.bands) {
    CHECK(band.matching_area_cm2().value == doctest::Approx(2).epsilon(1e-4));
    CHECK(band.measured_Hz.value ==
          doctest::Approx(static_cast<double>(band.band.counts) / 0.5 / 1000 / (1e-5 * at)).epsilon(1e-12));
  }
  CHECK(given.total.matching_area_cm2().value == doctest::Approx(2).epsilon(1e-4));
  CHECK(given.agreement.deviance < 1e-3);
  CHECK(given.agreement.chi_square < 1e-3);
  CHECK(given.agreement.degrees_of_freedom == 3);
  const host::Comparison free = host::compare(measured, truth, 1e9, at, std::nullopt);
  CHECK(free.agreement.area_cm2 == doctest::Approx(2).epsilon(1e-4));
  CHECK(free.agreement.degrees_of_freedom == 2);
  // Ten standard deviations more in one band cost about a hundred.
  bands[1].counts += static_cast<std::uint64_t>(10 * std::sqrt(expected[1]));
  const host::Comparison off = host::compare(host::MeasuredSpectrum(experiment(), bands), truth, 1e9, at, 2.0);
  CHECK(off.agreement.chi_square == doctest::Approx(100).epsilon(0.01));
  CHECK(off.agreement.deviance == doctest::Approx(100).epsilon(0.05));
}

TEST_CASE("bands that do not rise are refused, and the mean of 1/t is that of its window") {
  CHECK_THROWS_AS(host::MeasuredSpectrum(experiment(), {{10, 20, 0, 1}, {15, 30, 0, 1}}), std::invalid_argument);
  CHECK_THROWS_AS(host::MeasuredSpectrum(experiment(), {{20, 20, 0, 1}}), std::invalid_argument);
  CHECK(host::mean_inverse_age_Hz(1, std::exp(1.0)) == doctest::Approx(1 / (std::exp(1.0) - 1)));
  CHECK(host::mean_inverse_age_Hz(1e6, 1e6 + 1) == doctest::Approx(1e-6).epsilon(1e-6));
}
