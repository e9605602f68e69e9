// False-alarm probability: 4e-6 in all (eleven means and variances within five standard deviations, two chi-squares
// above 1e-7).
#include "slipburst/random/half_space.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <vector>

#include "support/statistics.hpp"

using slipburst::random::Direction;
using slipburst::random::half_space_direction;
namespace testing = slipburst::testing;

namespace {

constexpr std::uint32_t draws = 200000;
constexpr double pi = 3.14159265358979323846;

bool same(const Direction& a, const Direction& b) { return a.x == b.x && a.y == b.y && a.z == b.z; }

}  // namespace

TEST_CASE("directions are unit vectors, isotropic over the half space") {
  for (const std::uint64_t seed : {1ull, 0xfedcba9876543210ull}) {
    CAPTURE(seed);
    constexpr std::size_t cells = 50;
    std::vector<std::uint64_t> heights(cells), azimuths(cells);
    double x = 0, y = 0, z = 0, xx = 0, xy = 0;
    for (std::uint32_t packet = 0; packet < draws; ++packet) {
      const Direction d = half_space_direction(seed, 0, packet);
      REQUIRE(std::abs(d.x * d.x + d.y * d.y + d.z * d.z - 1) < 1e-15);
      REQUIRE(d.z > 0);
      REQUIRE(d.z < 1);
      x += d.x;
      y += d.y;
      z += d.z;
      xx += d.x * d.x;
      xy += d.x * d.y;
      ++heights[static_cast<std::size_t>(d.z * cells)];
      const double turn = std::atan2(d.y, d.x) / (2 * pi) + 0.5;
      ++azimuths[std::min(static_cast<std::size_t>(turn * cells), cells - 1)];
    }
    const double root = std::sqrt(static_cast<double>(draws));
    CHECK(std::abs(z / draws - 0.5) < 5 * std::sqrt(1.0 / 12) / root);
    CHECK(std::abs(x / draws) < 5 * std::sqrt(1.0 / 3) / root);  // the variance of a component
    CHECK(std::abs(y / draws) < 5 * std::sqrt(1.0 / 3) / root);
    CHECK(std::abs(xx / draws - 1.0 / 3) < 5 * std::sqrt(4.0 / 45) / root);
    CHECK(std::abs(xy / draws) < 5 * std::sqrt(1.0 / 15) / root);
    CHECK(testing::uniformity_probability(heights) > 1e-7);
    CHECK(testing::uniformity_probability(azimuths) > 1e-7);
  }
}

TEST_CASE("a direction has its address: seed, burst, packet") {
  const Direction d = half_space_direction(1, 2, 3);
  CHECK(same(d, half_space_direction(1, 2, 3)));
  CHECK(!same(d, half_space_direction(2, 2, 3)));
  CHECK(!same(d, half_space_direction(1, 3, 3)));
  CHECK(!same(d, half_space_direction(1, 2, 4)));
  CHECK(!same(d, half_space_direction(1, 2 + (1ull << 32), 3)));
}

TEST_CASE("neighbouring packets and bursts are not correlated") {
  double by_packet = 0, by_burst = 0;
  for (std::uint32_t i = 0; i < draws; ++i) {
    const double z = half_space_direction(1, i, 0).z - 0.5;
    by_packet += z * (half_space_direction(1, i, 1).z - 0.5);
    by_burst += z * (half_space_direction(1, i + 1, 0).z - 0.5);
  }
  const double deviation = std::sqrt(static_cast<double>(draws)) / 12;
  CHECK(std::abs(by_packet) < 5 * deviation);
  CHECK(std::abs(by_burst) < 5 * deviation);
}
