#include "host/sampling/summary.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "host/table/event_model.hpp"
#include "support/cases.hpp"

using namespace slipburst;

TEST_CASE("a channel adds both speeds and sums from the top") {
  exec::EventModel model{};
  model.bins = {1, 0, 4};
  model.thresholds = 2;
  const exec::TallyLayout layout(model);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = 100 + i;
  for (int channel = 0; channel < 2; ++channel) {
    const host::ChannelCounts c = host::channel_counts(model, counts, channel);
    const auto slow = [&](int s) { return counts[static_cast<std::size_t>(layout.slot(channel, false, s))]; };
    const auto fast = [&](int s) { return counts[static_cast<std::size_t>(layout.slot(channel, true, s))]; };
    CHECK(c.zero == slow(0) + fast(0));
    CHECK(c.underflow == slow(1) + fast(1));
    CHECK(c.overflow == slow(6) + fast(6));
    REQUIRE(c.bins.size() == 4);
    REQUIRE(c.above.size() == 5);
    CHECK(c.above[4] == c.overflow);
    for (int b = 0; b < 4; ++b) {
      CHECK(c.bins[static_cast<std::size_t>(b)] == slow(b + 2) + fast(b + 2));
      CHECK(c.supersonic[static_cast<std::size_t>(b)] == fast(b + 2));
      CHECK(c.above[static_cast<std::size_t>(b)] ==
            c.above[static_cast<std::size_t>(b + 1)] + c.bins[static_cast<std::size_t>(b)]);
    }
    REQUIRE(c.thresholds.size() == 2);
    CHECK(c.thresholds[1] == counts[static_cast<std::size_t>(layout.threshold(channel, 1))]);
  }
}

TEST_CASE("the mean of exponentially distributed energies") {
  for (const std::int64_t bins_per_decade : {10, 40}) {
    for (const double mean_eV : {0.4, 4.0, 40.0}) {
      host::Histogram histogram;
      histogram.bins_per_decade = bins_per_decade;
      histogram.minimum_eV = 1e-3;  // below it P falls linearly here, not as a root
      const std::vector<double> edges = host::bin_edges_eV(histogram);
      constexpr double events = 1e12;
      host::ChannelCounts channel{};
      for (const double edge : edges) {
        channel.above.push_back(static_cast<std::uint64_t>(events * std::exp(-edge / mean_eV)));
      }
      channel.underflow = static_cast<std::uint64_t>(events) - channel.above[0];
      const host::Estimate mean = host::mean_energy_eV(channel, edges, static_cast<std::uint64_t>(events));
      CAPTURE(mean_eV);
      // The part cut at the lowest edge falls with the square of the bins' width.
      CHECK(mean.value == doctest::Approx(mean_eV).epsilon(bins_per_decade == 10 ? 2e-4 : 2e-5));
      CHECK(mean.sigma == doctest::Approx(mean_eV / std::sqrt(events)).epsilon(1e-3));
    }
  }
}

TEST_CASE("rates per area and for the case's own area, Romani (2024), Eq. (5)") {
  const struct {
    const char* spacing;
    double rate_hz;
  } quoted[] = {
      {"pinning.spacing=30 nm", 204.128}, {"pinning.spacing=50 nm", 73.486}, {"pinning.spacing=100 nm", 18.3715}};
  for (const auto& [spacing, rate_hz] : quoted) {
    const host::RateScale scale = host::rate_scale(testing::make_case({spacing, "detector.aluminium_area=2 cm^2"}));
    CHECK(scale.per_area == doctest::Approx(rate_hz).epsilon(3e-6));
    REQUIRE(scale.hz);
    CHECK(*scale.hz == doctest::Approx(2 * rate_hz).epsilon(3e-6));
  }
  CHECK_FALSE(host::rate_scale(testing::make_case({"detector.aluminium_area=none"})).hz);
}
