// Heights with an energy where it rises with the height, falls, and becomes negative.
#include "host/quadrature/line_zone.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "host/quadrature/line_slice.hpp"

using namespace slipburst;

namespace {

constexpr double stress_over_tau_star = 0.75;
constexpr std::int64_t nodes = 3 * 24 + 1, first_node = 3, peak_node = 40, zero_node = 60;

/// Energies as a parabola of the node: 0 at nodes 20 and 60, and greatest at node 40.
double energy(std::int64_t node) {
  const double x = static_cast<double>(node - peak_node) / static_cast<double>(zero_node - peak_node);
  return node < 25 ? std::exp2(static_cast<double>(node - 25)) * energy(25) : 8 * (1 - x * x);
}

struct Falling {
  table::StressAxis stress{0.25, 4, -7, 3};
  table::HeightAxis axis{-9, 2};
  host::Row row{};
  exec::EventModel model{};

  Falling() {
    model.height_per_bit = 1;
    model.thickness_bits = std::numeric_limits<double>::infinity();
    row.stress = row.threshold = 1;
    row.base = 1;
    for (std::int64_t node = 0; node < nodes; ++node) {
      row.heights.push_back(static_cast<double>(node));  // not read
      row.mean[0].push_back(std::exp2(0.1 * static_cast<double>(node)));
      row.mean[1].push_back(energy(node));
    }
    row.peak[0] = nodes - 1;
    row.peak[1] = peak_node;
  }
  host::LineSlice slice() const {
    return host::LineSlice(
        std::vector<host::LineZone>{host::LineZone::of_row(model, axis, stress, stress_over_tau_star, row, 1e9)});
  }
  /// Bits of a node: the height over the threshold's, which is that of one bit.
  double bits(std::int64_t node) const {
    const double q = axis.value(node / 3, static_cast<double>(node % 3) / 3);
    return 1 + q * stress.locate(stress_over_tau_star).spread - stress.offset();
  }
};

}  // namespace

TEST_CASE("an energy that falls again is exceeded between two heights") {
  const Falling falling;
  const host::LineSlice slice = falling.slice();
  REQUIRE(slice.falls(1));
  CHECK_FALSE(slice.falls(0));
  for (const std::int64_t k : {4, 8, 12}) {
    const std::vector<host::Heights> heights = slice.heights_above(1, std::log2(energy(peak_node + k)));
    REQUIRE(heights.size() == 1);
    CHECK(heights[0].first == doctest::Approx(falling.bits(peak_node - k)).epsilon(1e-9));
    CHECK(heights[0].second == doctest::Approx(falling.bits(peak_node + k)).epsilon(1e-9));
  }
  CHECK(slice.heights_above(1, std::log2(energy(peak_node)) + 0.01).empty());
  const std::vector<host::Heights> crystal = slice.heights_above(0, 0.1 * 50);
  REQUIRE(crystal.size() == 1);
  CHECK(crystal[0].first == doctest::Approx(falling.bits(50)).epsilon(1e-9));
  CHECK(crystal[0].second == std::numeric_limits<double>::infinity());
}

TEST_CASE("the energy is negative from where it falls through zero") {
  const Falling falling;
  const std::vector<host::Heights> heights = falling.slice().negative_heights(1);
  REQUIRE(heights.size() == 1);
  CHECK(heights[0].first == doctest::Approx(falling.bits(zero_node)).epsilon(1e-9));
  CHECK(heights[0].second == std::numeric_limits<double>::infinity());
  CHECK(falling.slice().negative_heights(0).empty());
}

TEST_CASE("past its peak an energy has a finite logarithm, which tells zero and less") {
  const Falling falling;
  const double peak = std::log2(energy(peak_node));
  CHECK(host::log2_energy(falling.row, 1, zero_node) == doctest::Approx(peak - host::octaves_to_zero));
  for (const std::int64_t node : {59, 60, 65, 72}) {  // below an eighth of the peak
    const double octaves = peak - host::log2_energy(falling.row, 1, node);
    CHECK(host::share_past_peak(octaves) == doctest::Approx(energy(node) / energy(peak_node)));
  }
  for (std::int64_t node = peak_node; node + 1 < nodes; ++node) {
    CHECK(host::log2_energy(falling.row, 1, node + 1) < host::log2_energy(falling.row, 1, node));
  }
}

TEST_CASE("the mean over the heights is that of the energies, without garbage beyond their end") {
  const Falling falling;
  const host::LineSlice slice = falling.slice();
  const host::Acceptance all(falling.model, stress_over_tau_star);
  // P(E > e) integrated over e.
  double expected = 0;
  constexpr int steps = 40000;
  for (int i = 0; i < steps; ++i) {
    const double e = 8.5 * (i + 0.5) / steps;
    expected += all.within(slice.heights_above(1, std::log2(e))) * 8.5 / steps;
  }
  CHECK(slice.mean_energy(1, all) == doctest::Approx(expected).epsilon(1e-4));
  CHECK(slice.negative_mean(1, all) < 0);
}
