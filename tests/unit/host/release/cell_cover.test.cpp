// Bounds of cells against the density of releases at random points, the share of draws that is kept, and what masses
// and kept draws say together.
#include "host/release/cell_cover.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <random>
#include <vector>

#include "host/release/expected_releases.hpp"
#include "support/releases.hpp"

using namespace slipburst;

namespace {

constexpr double day_s = testing::day_s, week_s = testing::week_s, year_s = testing::year_s;

/// All times, with a week, a thousandth of it, and a day after a year; the history adds its own.
const std::vector<double> edges = {0,      1e-3,           1,  60, 1e4, 1e5, week_s, 1.001 * week_s, 2 * week_s,
                                   year_s, year_s + day_s, 1e9};

/// All slices if they are few, else some: slices of long histories take a while.
std::size_t step(const host::ReleaseSlices& slices) { return slices.size() > 60 ? 11 : 1; }

double exp2_sum(std::span<const host::BoundedCell> cells, double host::BoundedCell::*log2_value, double scale) {
  double sum = 0;
  for (const host::BoundedCell& cell : cells) sum += cell.width() * std::exp2(cell.*log2_value - scale);
  return sum;
}

}  // namespace

TEST_CASE("bounds hold in every cell of every slice, and enclose most of what leaves") {
  std::mt19937_64 random(21);
  std::uniform_real_distribution<double> unit(0, 1);
  for (const testing::NamedCase& named : testing::release_cases()) {
    CAPTURE(named.name);
    const host::FilmHistory history(named.c);
    const host::ReleaseSlices slices(history, edges, 3);
    double min_known = 1, min_kept = 1;
    std::size_t max_cells = 0;
    int above = 0, below = 0;
    for (std::size_t slice = 0; slice < slices.size(); slice += step(slices)) {
      const auto cells = slices.cells(slice);
      max_cells = std::max(max_cells, cells.size());
      if (slices.info(slice).mass == 0) continue;
      double scale = -1e6;
      for (const host::BoundedCell& cell : cells) {
        scale = std::max(scale, cell.log2_bound);
        const int tries = static_cast<int>(std::max<std::size_t>(2, 1000 / cells.size()));
        for (int i = 0; i < tries; ++i) {
          const double eta = cell.low + cell.width() * unit(random);
          const double density = slices.view().log2_release_density(slices.part(cell), eta);
          above += density > cell.log2_bound;
          below += density < cell.log2_least && cell.log2_least > -1e5;
        }
      }
      min_known = std::min(min_known, exp2_sum(cells, &host::BoundedCell::log2_least, scale) /
                                          exp2_sum(cells, &host::BoundedCell::log2_bound, scale));
      const double kept = host::expected_share(slices, slice) / slices.info(slice).mass;
      CHECK(kept <= 1);
      min_kept = std::min(min_kept, kept);
    }
    CHECK(above == 0);
    CHECK(below == 0);
    CHECK(min_known > 0.79);
    CHECK(min_kept > 0.8);
    MESSAGE(named.name, ": known to leave ", min_known, ", kept ", min_kept, " at least; at most ", max_cells,
            " cells in a slice");
  }
}

TEST_CASE("cells tile eta from 0 to 1 for each part") {
  const host::Case& c = testing::release_cases()[7].c;
  const host::FilmHistory history(c);
  const host::ReleaseSlices slices(history, edges, 3);
  for (std::size_t slice = 0; slice < slices.size(); ++slice) {
    const auto cells = slices.cells(slice);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (cells[i].part == cells[i - 1].part) CHECK(cells[i].low >= cells[i - 1].high);
      CHECK(cells[i].high > cells[i].low);
      CHECK(cells[i].high <= 1);
    }
  }
}

TEST_CASE("a week, a day after a year and a thousandth of a week keep more than 0.8 of their draws") {
  const host::FilmHistory history(testing::film_with(""));
  for (const auto& [start, end] : std::initializer_list<std::pair<double, double>>{
           {week_s, 2 * week_s}, {year_s, year_s + day_s}, {week_s, 1.001 * week_s}, {year_s, year_s * (1 + 1e-9)}}) {
    const double window[] = {start, end};
    const host::ReleaseSlices slices(history, window, 1);
    REQUIRE(slices.size() == 1);
    CHECK(host::expected_share(slices, 0) / slices.info(0).mass > 0.8);
    CHECK(testing::relative_difference(host::expected_share(slices, 0) * 900, std::log(end / start)) < 1e-7);
  }
}

TEST_CASE("a share of draws is kept that agrees with mass and quadrature, in every slice of every case") {
  // 17 films of some 15 slices each: 5 sigma are exceeded with probability 2e-4.
  std::mt19937_64 random(22);
  const auto word = [&] { return static_cast<std::uint32_t>(random()); };
  constexpr int draws = 20'000;
  for (const testing::NamedCase& named : testing::release_cases()) {
    CAPTURE(named.name);
    const host::FilmHistory history(named.c);
    const host::ReleaseSlices slices(history, edges, 3);
    for (std::size_t slice = 0; slice<slices.size(); slice += slices.size()> 60 ? 11 : 1) {
      if (slices.info(slice).mass == 0) continue;
      const double expected = host::expected_share(slices, slice) / slices.info(slice).mass;
      const auto number = static_cast<std::int32_t>(slice);
      int kept = 0, words_keep = 0, sure = 0, wrong = 0;
      for (int i = 0; i < draws; ++i) {
        const std::uint32_t low = word(), high = word(), keep = word();
        const auto candidate = slices.view().candidate(number, low, high);
        const release::Release release = slices.view().release(number, candidate, word(), word(), keep);
        kept += release.slice == number;
        const bool surely_kept = slices.view().surely_keeps(number, high, keep);
        wrong += surely_kept && release.slice != number;
        words_keep += surely_kept;
        const release::ToldRelease told = slices.view().told_release(number, high, keep);
        if (told.unsure) continue;
        ++sure;
        wrong += told.happens != (release.slice >= 0);
        if (!told.happens) continue;
        wrong += release.slice != told.release.slice || release.stress.pinned != told.release.stress.pinned ||
                 release.stress.rise != told.release.stress.rise;
      }
      CHECK(wrong == 0);
      CHECK(words_keep <= kept);
      if (named.name == "flat" && slice > 0) CHECK(words_keep > 0.9 * kept);
      // Words do not tell of cells at the ends of the density, where the lines of the first slice lie.
      if (named.name == "flat") CHECK(sure > (slice == 0 ? 0.3 : 0.9) * draws);
      const double sigma = std::sqrt(expected * (1 - expected) / draws) + 1.0 / draws;
      CAPTURE(slices.info(slice).start_s);
      CAPTURE(slices.info(slice).end_s);
      CHECK(std::abs(static_cast<double>(kept) / draws - expected) < 5 * sigma);
    }
  }
}
