#include "kernels/cuda/lane_events.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace slipburst;

namespace {

/// Number of visits to each event of a sequence; `alike` tells whether all threads have the same number of rounds.
template <int together>
std::vector<int> visits(const random::EventSequence& events, std::uint64_t grid, bool& alike) {
  std::vector<int> seen(static_cast<std::size_t>(events.count));
  int rounds = -1;
  for (std::uint64_t own = 0; own < grid; ++own) {
    int of_thread = 0;
    for (kernels::LaneEvents<together> lane(events, own, grid); lane.any(); lane.next(), ++of_thread) {
      for (int k = 0; k < together; ++k) {
        if (!lane.exists(k)) continue;
        const std::uint64_t offset = lane.event(k) - events.first;
        REQUIRE(offset % events.stride == 0);
        ++seen.at(static_cast<std::size_t>(offset / events.stride));
      }
    }
    alike = alike && (rounds < 0 || rounds == of_thread);
    rounds = of_thread;
  }
  return seen;
}

template <int together>
void check_each_once(std::uint64_t count, std::uint64_t grid) {
  CAPTURE(count);
  CAPTURE(grid);
  for (const std::uint64_t stride : {1, 65}) {
    bool alike = true;
    CHECK(visits<together>({(std::uint64_t{1} << 40) + 7, stride, count}, grid, alike) ==
          std::vector<int>(static_cast<std::size_t>(count), 1));
    CHECK(alike);
  }
}

}  // namespace

TEST_CASE("the threads of a grid go through every event once, in equally many rounds") {
  for (const std::uint64_t grid : {1, 32, 96}) {
    for (const std::uint64_t count : {0, 1, 31, 32, 33, 64, 95, 96, 97, 191, 192, 193, 384, 1000}) {
      check_each_once<1>(count, grid);
      check_each_once<2>(count, grid);
      check_each_once<3>(count, grid);
    }
  }
}

TEST_CASE("events of a warp have numbers") {
  const random::EventSequence events{(std::uint64_t{1} << 40) + 7, 65, 1000};
  constexpr std::uint64_t grid = 96;
  for (std::uint64_t own = 0; own < grid; ++own) {
    const std::uint64_t lane = own % 32;
    const kernels::WarpEvents numbered(events, own - lane, grid);
    auto number = static_cast<std::uint32_t>(lane);
    for (kernels::LaneEvents<1> drawn(events, own, grid); drawn.any(); drawn.next(), number += 32) {
      CHECK(numbered.event(number) == drawn.event(0));
    }
  }
}
