#include "host/numerics/parallel_loop.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace slipburst;

TEST_CASE("each turn is taken once, and the caller's thread alone polls") {
  for (const int threads : {1, 2, 7}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{1000}}) {
      CAPTURE(threads);
      CAPTURE(count);
      std::vector<std::atomic<int>> turns(count);
      const auto caller = std::this_thread::get_id();
      bool polled_elsewhere = false;
      host::parallel_loop(
          count, threads, [&](std::size_t i) { ++turns[i]; },
          [&] { polled_elsewhere |= std::this_thread::get_id() != caller; });
      for (const std::atomic<int>& turn : turns) CHECK(turn == 1);
      CHECK_FALSE(polled_elsewhere);
    }
  }
}

TEST_CASE("an exception of a turn or of a poll ends the loop") {
  constexpr std::size_t count = 1'000'000;
  // Turns that together take longer than a busy machine keeps a thread waiting.
  const auto take_long = [] { std::this_thread::sleep_for(std::chrono::microseconds(10)); };
  const auto caller = std::this_thread::get_id();
  for (const int threads : {1, 3}) {
    std::atomic<std::size_t> turns = 0;
    const auto fail_at_ten = [&](std::size_t i) {
      ++turns;
      if (i == 10) throw std::runtime_error("ten");
      take_long();
    };
    CHECK_THROWS_WITH(host::parallel_loop(count, threads, fail_at_ten), "ten");
    CHECK(turns < count);
    const auto leave_to_caller = [&](std::size_t) {
      if (std::this_thread::get_id() != caller) take_long();
    };
    CHECK_THROWS_WITH(host::parallel_loop(count, threads, leave_to_caller, [] { throw std::runtime_error("stop"); }),
                      "stop");
  }
}
