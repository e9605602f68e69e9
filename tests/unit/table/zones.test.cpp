#include "slipburst/table/zones.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

/// The lower zone of a made-up table reaches down to half the height of the upper one.
testing::SyntheticTable lower_table() {
  testing::SyntheticTable lower(0.05);
  for (double& term : lower.threshold()) term *= 2;
  return lower;
}

}  // namespace

TEST_CASE("one zone is the table itself") {
  const testing::SyntheticTable synthetic;
  const table::View view = synthetic.view();
  const table::Zones zones = view;
  CHECK_FALSE(zones.divided());
  for (const double height : {0.1, 0.4, 2.0, 40.0}) {
    const table::LinePlace line = view.place(height, 0.7), same = zones.place(height, 0.7);
    CHECK(same.stress_cell == line.stress_cell);
    CHECK(same.z == line.z);
    if (!(line.z > 0)) continue;
    CHECK(zones.energies(same).log2_energy[0] == view.energies(line).log2_energy[0]);
    CHECK(zones.is_supersonic(same) == view.is_supersonic(line));
  }
}

TEST_CASE("two zones: above the border the upper table, below it a share of the lower one") {
  const testing::SyntheticTable upper;
  const testing::SyntheticTable lower = lower_table();
  const table::Zones zones(upper.view(), lower.view(), 0.125);
  REQUIRE(zones.divided());
  const double border = 1 / testing::SyntheticTable::threshold_ratio;
  for (const double u : {0.11, 0.4, 0.9, 1.0, 1.3}) {
    for (const double height : {0.51, 0.9, 1 - 1e-12, 1 + 1e-6, 2.1, 4.1, 30.0}) {
      CAPTURE(u);
      CAPTURE(height);
      const bool above = height > 1;
      const table::View& view = above ? zones.upper : zones.lower;
      const table::LinePlace expected = view.place(height * border, u), line = zones.place(height * border, u);
      CHECK(line.z > 0);
      CHECK(line.z == expected.z);
      for (int channel = 0; channel < table::channels; ++channel) {
        CHECK(zones.energies(line).log2_energy[channel] ==
              view.energies(expected).log2_energy[channel] - (above ? 0.0f : 3.0f));
      }
      CHECK(zones.is_supersonic(line) == view.is_supersonic(expected));
    }
    CHECK_FALSE(zones.place(0.49 * border, u).z > 0);
  }
}

TEST_CASE("below the stresses of the upper table everything is in the lower zone") {
  const testing::SyntheticTable upper;
  const testing::SyntheticTable lower = lower_table();
  const table::Zones zones(upper.view(), lower.view(), 0.5);
  const table::LinePlace line = zones.place(20, 0.07);
  CHECK(line.z == lower.view().place(20, 0.07).z);
  CHECK(line.z > 10);
  CHECK(zones.energies(line).log2_energy[1] ==
        lower.view().energies(lower.view().place(20, 0.07)).log2_energy[1] - 1.0f);
  CHECK(zones.place(20, 0.04).z == -1);
}
