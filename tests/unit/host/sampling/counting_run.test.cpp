#include "host/sampling/counting_run.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>
#include <utility>

namespace slipburst::host {
namespace {

/// Counts events by their index modulo 3, and remembers whether they came in order.
class Modulo : public kernels::EventCounter {
 public:
  explicit Modulo(std::uint64_t first) : next_(first) {}

  void add(std::uint64_t first, std::uint64_t count) override {
    in_order = in_order && first == next_;
    if (first + count > fails_at) throw std::runtime_error("device lost");
    for (std::uint64_t i = first; i < first + count; ++i) ++counts_[i % 3];
    next_ = first + count;
  }
  void collect(std::span<std::uint64_t> counts) override {
    for (std::size_t i = 0; i < 3; ++i) counts[i] += std::exchange(counts_[i], 0);
  }

  bool in_order = true;
  std::uint64_t fails_at = ~std::uint64_t{0};

 private:
  std::uint64_t next_;
  std::uint64_t counts_[3] = {};
};

constexpr EventRange range{1, 10000, 100, 5000};

/// Checks that a state has `done` events, all of them counted.
void check_whole(const RunState& state, std::uint64_t done) {
  CHECK(state.done == done);
  CHECK(std::accumulate(state.counts.begin(), state.counts.end(), std::uint64_t{0}) == done);
}

TEST_CASE("A run is counted in order, to its end") {
  Modulo counter(range.first);
  RunState state{0, {0, 0, 0}};
  CHECK(count_events(counter, range, 8, state) >= 0);
  CHECK(counter.in_order);
  check_whole(state, 5000);
  CHECK(state.counts == std::vector<std::uint64_t>{1666, 1667, 1667});
}

TEST_CASE("Stopped and gone on with, the counts are the same; what is saved is whole") {
  RunState state{0, {0, 0, 0}};
  int stops = 0, saves = 0;
  while (state.done < range.count) {
    Modulo counter(range.first + state.done);
    int parts = 0;
    const auto after = [&](std::uint64_t) {
      ++parts;
      return parts == 2 ? RunStep::stop : RunStep::save;
    };
    count_events(counter, range, 8, state, {after, [&] {
                                              ++saves;
                                              check_whole(state, state.done);
                                            }});
    ++stops;
    CHECK(counter.in_order);
    check_whole(state, state.done);
  }
  CHECK(stops > 100);
  CHECK(saves > 100);
  CHECK(state.counts == std::vector<std::uint64_t>{1666, 1667, 1667});
}

TEST_CASE("A failure leaves the state of the last saving") {
  Modulo counter(range.first);
  counter.fails_at = 3000;
  RunState state{0, {0, 0, 0}};
  std::uint64_t saved = 0;
  const auto after = [&](std::uint64_t done) { return done > 1000 && saved == 0 ? RunStep::save : RunStep::go_on; };
  CHECK_THROWS_WITH(count_events(counter, range, 8, state, {after, [&] { saved = state.done; }}), "device lost");
  CHECK(saved > 1000);
  check_whole(state, saved);
}

TEST_CASE("A finished run is left alone") {
  Modulo counter(range.first);
  counter.fails_at = 0;
  RunState state{5000, {1666, 1667, 1667}};
  count_events(counter, range, 8, state);
  check_whole(state, 5000);
}

TEST_CASE("Coverage counts what belongs to a part") {
  const Coverage all = coverage({1, 100, 0, 100});
  CHECK(all.complete());
  CHECK(all.every(7, 3) == 14);
  const Coverage some{1, 100, {{10, 5}, {50, 20}}};
  CHECK_FALSE(some.complete());
  CHECK(some.first() == 10);
  CHECK(some.events() == 25);
  std::uint64_t sum = 0;
  for (std::uint64_t k = 0; k < 7; ++k) sum += some.every(7, k);
  CHECK(sum == 25);
}

}  // namespace
}  // namespace slipburst::host
