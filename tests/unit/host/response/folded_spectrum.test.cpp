#include "host/response/folded_spectrum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace slipburst;

namespace {

/// Energies that fall exponentially with a mean, from `shares` of all pinned dislocations.
host::SpectrumValues exponential(double mean, double share, const std::string& method) {
  host::SpectrumValues values{};
  values.method = method;
  for (int i = 0; i <= 2000; ++i) values.edges_eV.push_back(1e-3 * std::pow(1e7, i / 2000.0));
  for (host::ChannelValues& channel : values.channel) {
    for (const double edge : values.edges_eV) {
      const double above = share * std::exp(-edge / mean);
      channel.above.push_back({above, 1e-6 * above});
    }
    for (std::size_t i = 0; i + 1 < channel.above.size(); ++i) {
      channel.bins.push_back({channel.above[i].value - channel.above[i + 1].value, 1e-6});
    }
    channel.underflow = {share - channel.above[0].value, 1e-6};
  }
  return values;
}

}  // namespace

TEST_CASE("a perfect detector changes nothing") {
  const host::SpectrumValues values = exponential(30, 0.4, "quadrature");
  const host::FoldedSpectrum folded = host::fold({}, values);
  for (const host::FoldedChannel& channel : folded.channel) {
    REQUIRE(channel.bins.size() == values.channel[0].bins.size());
    for (std::size_t i = 0; i < channel.bins.size(); ++i) {
      REQUIRE(channel.bins[i].value == values.channel[0].bins[i].value);
    }
    CHECK(channel.seen.value == doctest::Approx(0.4).epsilon(1e-12));
    CHECK(channel.subthreshold.probability == 0);
    CHECK(channel.subthreshold.energy_squared_eV2 == 0);
  }
}

TEST_CASE("moments of exponential energies, all and below a sharp threshold") {
  const double mean = 30, share = 0.4, threshold = 20;
  host::DetectorResponse response;
  response.threshold_eV = threshold;
  const host::FoldedChannel channel = host::fold(response, exponential(mean, share, "quadrature")).channel[0];
  CHECK(channel.emitted.probability == doctest::Approx(share).epsilon(1e-12));
  CHECK(channel.emitted.energy_eV == doctest::Approx(share * mean).epsilon(1e-4));
  CHECK(channel.emitted.energy_squared_eV2 == doctest::Approx(share * 2 * mean * mean).epsilon(1e-4));
  // Integrals of x^k exp(-x) from 0 to t = threshold/mean.
  const double t = threshold / mean, e = std::exp(-t);
  CHECK(channel.seen.value == doctest::Approx(share * e).epsilon(1e-4));
  CHECK(channel.subthreshold.probability == doctest::Approx(share * (1 - e)).epsilon(1e-4));
  CHECK(channel.subthreshold.energy_eV == doctest::Approx(share * mean * (1 - (1 + t) * e)).epsilon(1e-3));
  CHECK(channel.subthreshold.energy_squared_eV2 ==
        doctest::Approx(share * mean * mean * (2 - (2 + 2 * t + t * t) * e)).epsilon(1e-3));
}

TEST_CASE("what is not seen and what is make the whole") {
  host::DetectorResponse response;
  response.resolution_eV = 4;
  response.threshold_eV = 20;
  response.efficiency = {{0, 50}, {0.2, 0.8}};
  const host::FoldedChannel channel = host::fold(response, exponential(30, 0.4, "quadrature")).channel[0];
  CHECK(channel.seen.value + channel.subthreshold.probability == doctest::Approx(0.4).epsilon(1e-12));
  double bins = 0;
  for (const host::Estimate& bin : channel.bins) bins += bin.value;
  CHECK(bins == doctest::Approx(channel.seen.value).epsilon(1e-9));
}

TEST_CASE("errors: of samples as independent bins, of exact spectra relative") {
  host::DetectorResponse response;
  response.efficiency = {{0}, {0.5}};
  const host::FoldedChannel sampled = host::fold(response, exponential(30, 0.4, "plain")).channel[0];
  CHECK(sampled.bins[1000].sigma == doctest::Approx(0.5e-6));
  CHECK(sampled.seen.sigma == doctest::Approx(0.5e-6 * std::sqrt(2001.0)));  // bins and what is below them
  const host::SpectrumValues values = exponential(30, 0.4, "direct");
  const host::FoldedChannel exact = host::fold(response, values).channel[0];
  CHECK(exact.seen.sigma < 3e-6 * exact.seen.value);
  CHECK(exact.seen.sigma > 1e-6 * exact.seen.value);
}

TEST_CASE("the load of bursts: rate, power, shot noise") {
  // 5 bursts per second of 2 eV each: 10 eV/s, and 2 x 5 x 4 eV^2/s one-sided.
  const host::BurstLoad load = host::burst_load({0.5, 1, 2}, 10);
  CHECK(load.rate_Hz == 5);
  CHECK(load.power_aW == doctest::Approx(1.602176634).epsilon(1e-12));
  CHECK(load.shot_noise_W_per_sqrt_Hz == doctest::Approx(std::sqrt(40.0) * 1.602176634e-19).epsilon(1e-12));
}
