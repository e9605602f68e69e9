// Lines side by side against the same lines one by one, to the last bit.
#include "slipburst/release/lanes.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <vector>

#include "host/model/stress_reach.hpp"
#include "host/release/release_slices.hpp"
#include "support/releases.hpp"

using namespace slipburst;
using release::Lanes;

namespace {

constexpr int lines = 37;  // vectors, and lines beyond the last one

const std::vector<double> times_of_edges = {0, 1, 1e4, testing::week_s, 1.001 * testing::week_s, testing::year_s, 1e9};

bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// Slices of a case, with lines at random in each.
class Lines {
 public:
  explicit Lines(const host::Case& c)
      : history_(c),
        slices_(history_, times_of_edges, host::max_history_stress_factor(c)),
        lanes_(std::make_unique<Lanes>()) {}

  const release::Slices& view() const { return slices_.view(); }
  Lanes& lanes() { return *lanes_; }

  /// Calls check(part) for parts of all slices, with lines within a cell in the lanes.
  template <class Check>
  void for_parts(Check check) {
    for (std::size_t slice = 0; slice<slices_.size(); slice += slices_.size()> 60 ? 17 : 1) {
      const std::span<const host::BoundedCell> cells = slices_.cells(slice);
      std::int32_t last = -1;
      for (const host::BoundedCell& cell : cells) {
        if (cell.part == last) continue;
        last = cell.part;
        for (int i = 0; i < lines; ++i) lanes_->eta[i] = cell.low + (cells.back().high - cell.low) * unit();
        check(slices_.part(cell));
      }
    }
  }

  double unit() { return std::uniform_real_distribution<double>(0, 1)(random_); }

 private:
  host::FilmHistory history_;
  host::ReleaseSlices slices_;
  std::unique_ptr<Lanes> lanes_;
  std::mt19937_64 random_{7};
};

}  // namespace

TEST_CASE("lines side by side have the odds, times and stresses of lines one by one") {
  for (const testing::NamedCase& named : testing::release_cases()) {
    CAPTURE(named.name);
    Lines some(named.c);
    const release::Slices& slices = some.view();
    Lanes& lanes = some.lanes();
    int parts = 0, different = 0;
    some.for_parts([&](const release::Part& part) {
      ++parts;
      release::find_odds(slices, part, lines, lanes);
      for (int i = 0; i < lines; ++i) {
        const double pins = part.log2_weight + slices.density.log2_density(lanes.eta[i]);
        const auto found = release::Slices::odds_of(pins, lanes.before[i], lanes.leaving[i]),
                   expected = slices.odds(part, lanes.eta[i]);
        different += !same(found.log2_held, expected.log2_held) || !same(found.leaving, expected.leaving);
      }
      if (part.at_once) return;
      double share[lines];
      for (int i = 0; i < lines; ++i) lanes.left[i] = share[i] = 1 - some.unit();
      release::find_times_within(slices, part, lines, lanes);
      release::find_stresses(slices, part, lines, lanes);
      for (int i = 0; i < lines; ++i) {
        const double time = slices.time_within(part, lanes.eta[i], share[i]);
        const release::Stress stress = slices.stress(part.population, part.piece, lanes.eta[i], time);
        different += !same(lanes.time[i], time);
        different += !same(lanes.pinned[i], stress.pinned) || !same(lanes.rise[i], stress.rise);
      }
    });
    CHECK(parts > 3);
    CHECK(different == 0);
  }
}

TEST_CASE("lines that are followed together leave as one by one") {
  for (const testing::NamedCase& named : testing::release_cases()) {
    CAPTURE(named.name);
    Lines some(named.c);
    const release::Slices& slices = some.view();
    Lanes& lanes = some.lanes();
    for (std::int32_t population = 0; population < slices.population_count; ++population) {
      double eta[lines], left[lines];
      for (int i = 0; i < lines; ++i) {
        lanes.event[i] = 3 * i;
        lanes.eta[i] = eta[i] = 0.08 * some.unit();
        lanes.left[i] = left[i] = -math::log(1 - some.unit());
      }
      std::vector<release::Release> found(3 * lines, {-2, {0, 0}});
      const auto take = [&](std::int32_t event, const release::Release& release) {
        found[static_cast<std::size_t>(event)] = release;
      };
      release::follow_departures(slices, population, lines, lanes, take);
      int different = 0;
      for (int i = 0; i < lines; ++i) {
        const release::Departure departure =
            slices.history_of(population).departure(slices.populations[population].piece, eta[i], left[i]);
        const std::int32_t slice =
            departure.at_once ? slices.lost_slice[departure.piece] : slices.slice_at(departure.time);
        const release::Release& own = found[static_cast<std::size_t>(3 * i)];
        different += own.slice != slice;
        if (slice < 0) continue;
        const release::Stress stress = slices.stress(population, departure.piece, eta[i], departure.time);
        different += !same(own.stress.pinned, stress.pinned) || !same(own.stress.rise, stress.rise);
      }
      CHECK(different == 0);
    }
  }
}

TEST_CASE("slices of times on edges, between them and outside") {
  Lines some(testing::release_cases().front().c);
  const release::Slices& slices = some.view();
  Lanes& lanes = some.lanes();
  int count = 0;
  for (const double edge : times_of_edges) {
    for (const double factor : {1 - 1e-15, 1.0, 1 + 1e-15, 1.5}) lanes.time[count++] = edge * factor;
  }
  for (const double time : {-1.0, 1e300, std::numeric_limits<double>::infinity()}) lanes.time[count++] = time;
  release::find_slices(slices, count, lanes);
  for (int i = 0; i < count; ++i) {
    CAPTURE(lanes.time[i]);
    CHECK(lanes.slice[i] == slices.slice_at(lanes.time[i]));
  }
}
