// Shares and means of 10^7 sampled events per case against quadrature, within four standard deviations and 2e-4
// relative (the table's error). Some 45 independent numbers at 6e-5 each: a correct change of the random streams would
// fail with probability 0.3 %.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>

#include "support/csv.hpp"
#include "support/spectra.hpp"
#include "support/statistics.hpp"

using namespace slipburst;

namespace {

constexpr std::array quoted_thresholds{0.0, 1.0, 10.0, 30.0, 100.0};
constexpr std::uint64_t events_per_case = 10'000'000;

int threshold_index(const std::string& quantity) {
  for (std::size_t t = 0; t < quoted_thresholds.size(); ++t) {
    if (quantity == "P(E>" + std::to_string(static_cast<int>(quoted_thresholds[t])) + " eV)")
      return static_cast<int>(t);
  }
  return -1;
}

/// Standard deviation of the mean of the sampled energies, eV.
double mean_deviation(const testing::Spectrum& spectrum, int channel) {
  const host::ChannelCounts counts = host::channel_counts(spectrum.model, spectrum.counts, channel);
  double first = 0, second = 0;
  for (std::size_t k = 0; k < counts.bins.size(); ++k) {
    const double energy = std::sqrt(spectrum.edges_eV[k] * spectrum.edges_eV[k + 1]);
    first += energy * static_cast<double>(counts.bins[k]);
    second += energy * energy * static_cast<double>(counts.bins[k]);
  }
  const auto n = static_cast<double>(spectrum.events);
  return std::sqrt((second / n - first * first / (n * n)) / n);
}

}  // namespace

TEST_CASE("shares and means of every case of the reference file") {
  std::string last;
  testing::Spectrum spectrum;
  for (const testing::CsvRow& row : testing::Csv("event_reference.csv")) {
    const std::string key = row.word("spacing_nm") + " nm, alpha " + row.word("alpha");
    CAPTURE(row.text());
    if (key != last) {
      const host::Case c = testing::make_case(
          {"pinning.spacing=" + row.word("spacing_nm") + " nm", "pinning.alpha=" + row.word("alpha")});
      spectrum = testing::sample(c, testing::default_table(), quoted_thresholds, 20240601, events_per_case);
      last = key;
    }
    const int channel = row.word("channel") == "crystal" ? 0 : 1;
    const double exact = row.number("value");
    if (row.word("quantity") == "mean_eV") {
      const double deviation = mean_deviation(spectrum, channel);
      CHECK(std::abs(spectrum.mean_eV(channel) - exact) < 4 * deviation + 2e-4 * exact);
      const host::ChannelCounts counts = host::channel_counts(spectrum.model, spectrum.counts, channel);
      const host::Estimate mean = host::mean_energy_eV(counts, spectrum.edges_eV, spectrum.events);
      CHECK(mean.sigma == doctest::Approx(deviation).epsilon(0.02));
    } else {
      const int t = threshold_index(row.word("quantity"));
      REQUIRE(t >= 0);
      const double share = spectrum.share(channel, t), deviation = testing::share_deviation(exact, events_per_case);
      CHECK(std::abs(share - exact) < 4 * deviation + 2e-4 * exact);
    }
  }
}

TEST_CASE("the quoted film means and shares, three digits") {
  const struct {
    const char* spacing;
    double above_1_eV, mean_eV;
  } quoted[] = {{"30 nm", 0.0431, 0.131}, {"50 nm", 0.216, 0.927}, {"100 nm", 0.514, 4.94}};
  for (const auto& [spacing, above_1_eV, mean_eV] : quoted) {
    CAPTURE(spacing);
    const host::Case c = testing::make_case({std::string("pinning.spacing=") + spacing});
    const testing::Spectrum spectrum = testing::sample(c, testing::default_table(), quoted_thresholds, 7, 2'000'000);
    CHECK(spectrum.share(1, 1) == doctest::Approx(above_1_eV).epsilon(0.015));
    CHECK(spectrum.mean_eV(1) == doctest::Approx(mean_eV).epsilon(0.015));
  }
}
