// Words that tell the slice of a plain draw, against the release computed.
#include "slipburst/release/plain_words.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "host/release/release_slices.hpp"
#include "support/releases.hpp"

using namespace slipburst;

TEST_CASE("words tell many of the plain draws of a flat density, and no draw wrongly") {
  const std::vector<double> edges = {0, 1e-3, 1, 1e4, testing::week_s, testing::year_s, 1e9};
  std::mt19937_64 random(23);
  const auto word = [&] { return static_cast<std::uint32_t>(random()); };
  constexpr int draws = 20'000;
  for (const testing::NamedCase& named : testing::release_cases()) {
    CAPTURE(named.name);
    const host::FilmHistory history(named.c);
    const host::ReleaseSlices slices(history, edges, 3);
    const release::Slices& view = slices.view();
    for (std::int32_t population = 0; population < view.population_count; ++population) {
      const release::PlainWords words(view, population);
      int told = 0, wrong = 0;
      for (int i = 0; i < draws; ++i) {
        const std::uint32_t low = word(), high = word(), time_low = word(), time_high = word(), keep = word();
        const int interval = release::PlainWords::interval(high);
        if (time_high < words.lowest[interval] || time_high > words.greatest[interval]) continue;
        ++told;
        const release::Release release =
            view.plain_release(population, view.plain_eta(low, high), time_low, time_high, keep);
        if (words.slice[interval] < 0) {
          wrong += release.slice >= 0;
          continue;
        }
        wrong += release.slice != words.slice[interval] || release.stress.pinned != words.stress.pinned ||
                 release.stress.rise != words.stress.rise;
      }
      CHECK(wrong == 0);
      if (named.name == "flat") CHECK(told > 0.3 * draws);
    }
  }
}
