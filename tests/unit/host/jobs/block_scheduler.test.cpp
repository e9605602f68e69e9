#include "host/jobs/block_scheduler.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace slipburst::host;

TEST_CASE("blocks cover everything once, and get smaller") {
  std::vector<MemberPace> paces{{10}, {10}, {10}};
  BlockScheduler scheduler(1003, paces);
  std::uint64_t next = 0, last = 1003;
  for (std::size_t member = 0;; member = (member + 1) % 3) {
    const auto block = scheduler.next(member);
    if (!block) break;
    CHECK(block->first == next);
    CHECK(block->count > 0);
    CHECK(block->count <= last);
    CHECK((block->count >= 10 || block->first + block->count == 1003));
    next += block->count;
    last = block->count;
  }
  CHECK(next == 1003);
  CHECK_FALSE(scheduler.next(1));
}

TEST_CASE("nothing to do") {
  std::vector<MemberPace> paces{{10}};
  BlockScheduler scheduler(0, paces);
  CHECK_FALSE(scheduler.next(0));
  scheduler.rethrow_failure();
}

TEST_CASE("who is faster gets more") {
  std::vector<MemberPace> paces{{1}, {1}, {1}};
  BlockScheduler scheduler(1'000'000, paces);
  scheduler.finished(0, {0, 9000}, 1);
  scheduler.finished(1, {0, 1000}, 1);
  // Shares of the members with known pace are 9 to 1; the member without counts as their mean.
  const auto fast = scheduler.next(0);
  CHECK(fast->count == 300'000);
  const auto slow = scheduler.next(1);
  CHECK(slow->count == static_cast<std::uint64_t>(700'000 * 0.5 * 1000 / 15000));
  const auto unknown = scheduler.next(2);
  CHECK(unknown->count == (1'000'000 - unknown->first) / 6);
}

TEST_CASE("a pace follows what was done last") {
  std::vector<MemberPace> paces{{1}};
  BlockScheduler scheduler(100, paces);
  scheduler.finished(0, {0, 100}, 1);
  for (int i = 0; i < 20; ++i) scheduler.finished(0, {0, 100}, 4);
  CHECK(paces[0].speed() == doctest::Approx(25).epsilon(1e-3));
}

TEST_CASE("a failure ends the schedule, and the first is reported") {
  std::vector<MemberPace> paces{{1}, {1}};
  BlockScheduler scheduler(100, paces);
  CHECK(scheduler.next(0));
  scheduler.fail(std::make_exception_ptr(std::runtime_error("first")));
  scheduler.fail(std::make_exception_ptr(std::runtime_error("second")));
  CHECK_FALSE(scheduler.next(1));
  CHECK_THROWS_WITH(scheduler.rethrow_failure(), "first");
}
