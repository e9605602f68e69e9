#include "slipburst/exec/estimated_hops.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace slipburst;

namespace {

/// Functions with the largest errors that EstimatedHops admits, of either sign.
struct Inexact {
  static float off(float x) { return base::bit_cast<std::uint32_t>(x) * 0x9E3779B9u >> 31 ? 1e-6f : -1e-6f; }
  static float log2(float x) { return std::log2(x) * (1 + off(x)) + off(x + 1); }
  static float exp2(float x) { return std::exp2(x) * (1 + off(x)); }
  static float reciprocal(float x) { return 1 / x * (1 + off(x)); }
};

detrapping::Experiment windows_of(double start_s, double window_s, std::int32_t windows) {
  detrapping::Experiment experiment{};
  experiment.start_s = start_s;
  experiment.window_s = window_s;
  experiment.windows = windows;
  experiment.end_s = start_s + window_s * windows;
  return experiment;
}

}  // namespace

TEST_CASE("hops are those computed in full") {
  const detrapping::Experiment experiment = windows_of(30, 60, 10);
  int direct = 0, supplied = 0;
  for (const double decay : {0.0, 1e-9, 1e-3, 0.01, 5.0}) {
    for (const double hits : {0.0, 1e-30, 1e-4, 0.01, 3.0, 1e30}) {
      for (const double trapped_by : {0.0, 1e-30, 1e-3, 0.1, 20.0, 1e30}) {
        CAPTURE(decay);
        CAPTURE(hits);
        CAPTURE(trapped_by);
        const detrapping::Condition at{decay, hits};
        const exec::EstimatedHops<Inexact> estimated(experiment, at);
        for (std::uint64_t i = 0; i < 1000; ++i) {
          const random::Words words = random::philox(5, 0, i);
          const double time = i % 4 == 0 ? 0 : 700 * random::uniform32(words.word[2]);
          const exec::Hop expected = exec::next_hop(at, trapped_by, time, words.word[0], words.word[1]),
                          found = estimated.next(trapped_by, time, words.word[0], words.word[1]);
          if (!(found.time == expected.time)) CHECK(found.time == expected.time);
          // The process has no meaning for a hop that never comes.
          if (std::isfinite(expected.time) && found.direct != expected.direct) CHECK(found.direct == expected.direct);
          (expected.direct ? direct : supplied) += 1;
        }
      }
    }
  }
  CHECK(direct > 10'000);
  CHECK(supplied > 10'000);
}

TEST_CASE("words of hops that come at nearly the same time") {
  const detrapping::Condition at{0.01, 0.02};
  const exec::EstimatedHops<Inexact> estimated(windows_of(0, 60, 10), at);
  for (const std::uint32_t hit : {0u, 1u, 1000u, 0x40000000u, 0xC0000000u, 0xFFFFFFFFu}) {
    // Word of the supply at which the order changes, by halving.
    std::uint32_t low = 0, high = 0xFFFFFFFF;
    while (high - low > 1) {
      const std::uint32_t middle = low + (high - low) / 2;
      (exec::next_hop(at, 0.05, 20, middle, hit).direct ? low : high) = middle;
    }
    for (std::uint32_t i = 0; i < 4000; ++i) {
      const std::uint32_t supply = low + (i - 2000) * (i % 2 == 0 ? 1 : 1000);
      CHECK(estimated.next(0.05, 20, supply, hit).direct == exec::next_hop(at, 0.05, 20, supply, hit).direct);
    }
  }
}

TEST_CASE("windows and distances are those computed in full") {
  for (const auto& experiment : {windows_of(0, 60, 10), windows_of(30, 1e-3, 1000), windows_of(1e6, 7, 3)}) {
    const exec::EstimatedHops<Inexact> estimated(experiment, {0.01, 0.01});
    for (std::uint64_t i = 0; i < 20'000; ++i) {
      const std::uint32_t word = random::philox(6, 0, i).word[0];
      const double place = random::uniform32(word) * (experiment.windows + 0.5) - 0.5;
      for (const double windows : {place, std::round(place)}) {  // within a window, and at the end of one
        const double time = experiment.start_s + windows * experiment.window_s;
        if (time >= experiment.end_s) continue;
        CHECK(estimated.window(experiment, time) == detrapping::window_at(experiment, time));
      }
      CHECK(estimated.distance_slot(word) == exec::distance_slot(word));
    }
  }
  const exec::EstimatedHops<Inexact> estimated(windows_of(0, 60, 10), {0.01, 0.01});
  for (int slot = 0; slot <= tally::MotionLayout::distance_slots; ++slot) {
    const auto middle = static_cast<std::uint32_t>(std::exp(-slot / 8.0) * 0x1p32 * (1 - 1e-9));
    for (std::uint32_t word = middle > 50 ? middle - 50 : 0; word < middle + 50; ++word) {
      CHECK(estimated.distance_slot(word) == exec::distance_slot(word));
    }
  }
  for (const std::uint32_t word : {0u, 1u, 0xFFFFFFFEu, 0xFFFFFFFFu}) {
    CHECK(estimated.distance_slot(word) == exec::distance_slot(word));
  }
}
