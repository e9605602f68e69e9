// Values over all events of a spectrum do not depend on where its histogram begins.
#include "host/sampling/spectrum_values.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/results/spectrum_file.hpp"
#include "host/table/event_model.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

host::Spectrum drawn(const host::Case& c, host::Sampling sampling) {
  constexpr std::uint64_t events = 200'000;
  return host::sample_spectrum(host::PreparedCase(c), testing::default_table(), *kernels::make_reference_backend(),
                               {1, events, 0, events}, sampling, {});
}

host::SpectrumValues integrated(const host::Case& settings) {
  const host::PreparedCase c(settings);
  const exec::EventModel model = host::event_model(c, {});
  const std::vector<double> edges = host::bin_edges_eV(c->histogram);
  return host::values_of(host::integrate_spectrum(model, host::log2_unit_eV(c), testing::default_table(),
                                                  host::table_slices(model, testing::default_table()), edges, {}),
                         "quadrature", edges, {});
}

host::Case beginning_at(const std::string& minimum, int bins_per_decade = 10) {
  return testing::make_case(
      {"histogram.minimum=" + minimum, "histogram.bins_per_decade=" + std::to_string(bins_per_decade)});
}

}  // namespace

TEST_CASE("mean and supersonic share do not depend on histogram.minimum") {
  for (const host::Sampling sampling : {host::Sampling::plain, host::Sampling::stratified}) {
    const host::SpectrumValues usual = host::values_of(drawn(beginning_at("0.01 eV"), sampling));
    REQUIRE(usual.channel[0].mean_eV.value > 0);
    REQUIRE(usual.channel[0].supersonic_share > 0);
    for (const char* minimum : {"0.1 eV", "1 eV", "10 eV", "100 eV"}) {
      CAPTURE(minimum);
      const host::Spectrum spectrum = drawn(beginning_at(minimum), sampling);
      const host::SpectrumValues values = host::values_of(spectrum);
      CHECK(values.edges_eV.front() == doctest::Approx(std::stod(minimum)));
      CHECK(values.channel[0].bins.size() + 1 == values.edges_eV.size());
      for (int channel = 0; channel < table::channels; ++channel) {
        const host::ChannelValues &ours = values.channel[channel], &all = usual.channel[channel];
        // An event at the edge of a bin may change sides.
        CHECK(ours.mean_eV.value == doctest::Approx(all.mean_eV.value).epsilon(1e-6));
        CHECK(ours.supersonic_share == all.supersonic_share);
        CHECK(ours.above.front().value + ours.underflow.value ==
              doctest::Approx(all.above.front().value + all.underflow.value).epsilon(1e-12));
      }
    }
    // Between the edges of the usual bins, and below them: to the accuracy of the sum over fine bins.
    constexpr int fine = 40;
    const host::SpectrumValues finer = host::values_of(drawn(beginning_at("0.01 eV", fine), sampling));
    for (const char* minimum : {"0.37 eV", "1e-4 eV"}) {
      const host::SpectrumValues values = host::values_of(drawn(beginning_at(minimum, fine), sampling));
      CHECK(values.channel[0].mean_eV.value == doctest::Approx(finer.channel[0].mean_eV.value).epsilon(5e-4));
      CHECK(values.channel[0].supersonic_share == usual.channel[0].supersonic_share);
    }
  }
}

TEST_CASE("nor do they by quadrature, and both methods mean the same") {
  const host::SpectrumValues usual = integrated(beginning_at("0.01 eV"));
  for (const char* minimum : {"1e-4 eV", "0.37 eV", "10 eV"}) {
    const host::SpectrumValues values = integrated(beginning_at(minimum));
    for (int channel = 0; channel < table::channels; ++channel) {
      CHECK(values.channel[channel].mean_eV.value ==
            doctest::Approx(usual.channel[channel].mean_eV.value).epsilon(1e-7));
      CHECK(values.channel[channel].supersonic_share ==
            doctest::Approx(usual.channel[channel].supersonic_share).epsilon(1e-7));
    }
  }
  const host::SpectrumValues sampled = host::values_of(drawn(beginning_at("30 eV"), host::Sampling::plain));
  CHECK(std::abs(sampled.channel[0].mean_eV.value - usual.channel[0].mean_eV.value) <
        4 * sampled.channel[0].mean_eV.sigma);
  const double share = usual.channel[0].supersonic_share, emitting = 0.3978626 * 200'000;
  CHECK(std::abs(sampled.channel[0].supersonic_share - share) < 4 * std::sqrt(share * (1 - share) / emitting));
}

TEST_CASE("bins that are counted below the histogram are in its underflow") {
  const host::Spectrum usual = drawn(beginning_at("0.01 eV"), host::Sampling::plain);
  const host::Spectrum later = drawn(beginning_at("1 eV"), host::Sampling::plain);
  CHECK(usual.bins_below() == 0);
  CHECK(later.bins_below() == 20);
  const host::ChannelCounts all = usual.channel(0)[0].counts, above = later.channel(0)[0].counts;
  CHECK(above.underflow > all.underflow);
  CHECK(above.bins.size() == all.bins.size() - 20);
  CHECK(above.above.front() + above.underflow == all.above.front() + all.underflow);
  CHECK(host::counts_sha256(usual) != host::counts_sha256(later));
}
