// The arithmetic of the approximate event kernel, on a CPU with the library's logarithm in place of the device's:
// against the quadrature by chi-square (two values, each refused below 1e-5), and event by event against the exact
// executor.
#include "kernels/cuda/approximate_event.hpp"

#include <doctest/doctest.h>

#include "support/approximate_events.hpp"

using namespace slipburst;

namespace {

constexpr std::uint64_t event_seed = 5, compared_events = 4'000'000;

struct Comparison {
  std::vector<std::uint64_t> counts;
  std::uint64_t emitting = 0, other_fate = 0, other_slot = 0, other_speed = 0;
  double max_difference = 0;  ///< of log2 energies well above threshold
};

Comparison compare(const random::Stratum& stratum) {
  const exec::EventModel model = testing::approximate_model();
  const table::Zones zones = testing::default_table().view();
  const table::View& view = zones.upper;
  const auto threshold = kernels::approximate_threshold(view);
  const kernels::ApproximateEvent approximate(model, {view, threshold.data()}, stratum);
  const exec::EventExecutor<table::View> exact(model, view);
  const exec::TallyLayout layout(model);
  Comparison result;
  result.counts.resize(static_cast<std::size_t>(layout.size()));
  for (std::uint64_t i = 0; i < compared_events; ++i) {
    const random::Words words = random::philox(event_seed, 0, i);
    const kernels::Outcome found = approximate(words, true);
    const exec::Dislocation d = exact.draw(words, stratum);
    const table::LinePlace line = exact.place(d);
    const bool emits = !exact.too_high(d) && line.z > 0.0f;
    result.other_fate += emits != found.emits || exact.too_high(d) != found.rejects;
    for (int channel = 0; channel < table::channels && found.emits; ++channel) {
      const float energy = found.energies.log2_energy[channel];
      ++result.counts[static_cast<std::size_t>(layout.slot(channel, found.supersonic, model.bins.slot(energy)))];
    }
    if (!emits || !found.emits) continue;
    ++result.emitting;
    const table::Energies energies = exact.energies(line);
    for (int channel = 0; channel < table::channels; ++channel) {
      const float energy = found.energies.log2_energy[channel], expected = energies.log2_energy[channel];
      result.other_slot += model.bins.slot(energy) != model.bins.slot(expected);
      if (line.z > 0.01f) {
        result.max_difference =
            std::max(result.max_difference, std::abs(static_cast<double>(energy) - static_cast<double>(expected)));
      }
    }
    result.other_speed += exact.supersonic(line) != found.supersonic;
  }
  return result;
}

}  // namespace

TEST_CASE("the approximate variant samples the exact spectrum") {
  const Comparison found = compare(random::unstratified());
  const host::ExactSpectrum exact = testing::exact_of_approximate();
  CHECK(testing::agreement(found.counts, 0, compared_events, exact.channel[0]) > 1e-5);
  CHECK(testing::agreement(found.counts, 1, compared_events, exact.channel[1]) > 1e-5);
}

TEST_CASE("the approximate variant does with nearly every event what the exact executor does") {
  for (const int k : {-1, 0, 9, 64}) {
    CAPTURE(k);
    const Comparison found = compare(k < 0 ? random::unstratified() : random::stratum(k));
    MESSAGE(found.emitting << " emit, " << found.other_fate << " fates, " << found.other_slot << " slots, "
                           << found.other_speed << " speeds, " << found.max_difference << " octaves");
    CHECK(found.emitting > 1000);
    CHECK(static_cast<double>(found.other_fate) < 1e-5 * compared_events);
    CHECK(static_cast<double>(found.other_slot) < 1e-4 * compared_events);
    CHECK(static_cast<double>(found.other_speed) < 1e-5 * compared_events);
    CHECK(found.max_difference < 1e-3);
  }
}
