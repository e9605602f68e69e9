// Distributions of the drawn stress and pin height. Each case below fails a correct change of the random streams with
// probability 1e-4 or less, as stated by the least probability it accepts.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "slipburst/exec/event_executor.hpp"
#include "support/statistics.hpp"
#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

constexpr std::uint64_t drawn_events = 10'000'000;
constexpr std::size_t cells = 1000;
constexpr double min_draw_probability = 1e-4;

/// Calls `use` with every drawn dislocation; the greatest stress is 1.
template <class Use>
void draw_all(std::uint64_t seed, const Use& use) {
  const testing::SyntheticTable synthetic;
  exec::EventModel model{};
  model.max_stress = 1;
  model.thickness_bits = std::numeric_limits<double>::infinity();
  const exec::EventExecutor executor(model, synthetic.view());
  for (std::uint64_t i = 0; i < drawn_events; ++i) use(executor.draw(random::philox(seed, 0, i)));
}

/// Cell of a probability in [0, 1].
std::size_t cell_of(double p, std::size_t count = cells) {
  return std::min(static_cast<std::size_t>(p * static_cast<double>(count)), count - 1);
}

}  // namespace

TEST_CASE("stresses have the distribution P(tau > T) = sqrt(1 - 2 T / sigma0), Romani (2024), Eqs. (13)-(14)") {
  std::vector<std::uint64_t> counts(cells);
  draw_all(11, [&](const auto& d) { ++counts[cell_of(std::sqrt(1 - d.stress))]; });
  CHECK(testing::uniformity_probability(counts) > min_draw_probability);
}

TEST_CASE("pin heights in units of their mean are exponential, independent of the stress, Eqs. (12), (28)") {
  std::vector<std::uint64_t> counts(cells), joint(32 * 32);
  std::uint64_t far = 0;
  double sum = 0;
  draw_all(12, [&](const auto& d) {
    const double u = std::exp2(-d.bits);
    ++counts[cell_of(u)];
    ++joint[32 * cell_of(u, 32) + cell_of(std::sqrt(1 - d.stress), 32)];
    far += d.bits > 20;
    sum += d.bits * 0.69314718055994530942;
  });
  CHECK(testing::uniformity_probability(counts) > min_draw_probability);
  CHECK(testing::uniformity_probability(joint) > min_draw_probability);
  // Mean 1 with a standard deviation of 1 / sqrt(drawn_events), four of which are 6e-5.
  CHECK(std::abs(sum / drawn_events - 1) < 4 / std::sqrt(static_cast<double>(drawn_events)));
  // Poisson with mean 9.54: P(far < 1) = 7e-5, P(far > 23) = 6e-5.
  CHECK(far >= 1);
  CHECK(far <= 23);
}

TEST_CASE("tails are exponential as far as 64 bits go") {
  // Small numbers made by hand: 20 to 48 leading bits are zeros, the rest random.
  const testing::SyntheticTable synthetic;
  const exec::EventExecutor executor(exec::EventModel{}, synthetic.view());
  constexpr int count = 1 << 16;
  for (int shift = 20; shift <= 48; shift += 4) {
    double sum = 0;
    for (int i = 0; i < count; ++i) {
      const random::Words words = random::philox(13, static_cast<std::uint64_t>(shift), static_cast<std::uint64_t>(i));
      const std::uint64_t u = ((std::uint64_t{words.word[1]} << 32) | words.word[0]) >> shift;
      const double bits =
          executor.draw({{static_cast<std::uint32_t>(u), static_cast<std::uint32_t>(u >> 32), 0, 0}}).bits;
      sum += (bits - shift) * 0.69314718055994530942;
    }
    CAPTURE(shift);
    // At the last of them u has 16 bits left, whose steps shift the mean by 1e-4.
    CHECK(std::abs(sum / count - 1) < 4 / std::sqrt(static_cast<double>(count)) + 1e-4);
  }
}

TEST_CASE("far in the tail 64 bits still fill every interval, where 32 bits leave a staircase") {
  // Draws between 2^-(k+1) and 2^-k: the high word has k leading zeros.
  const testing::SyntheticTable synthetic;
  exec::EventModel model{};
  model.max_stress = 1;
  model.thickness_bits = std::numeric_limits<double>::infinity();
  const exec::EventExecutor executor(model, synthetic.view());
  for (const int k : {20, 24, 28}) {
    CAPTURE(k);
    std::vector<std::uint64_t> ours(cells), staircase(cells);
    const std::uint32_t step = 1u << (31 - k);
    for (std::uint64_t i = 0; i < 1'000'000; ++i) {
      const random::Words words = random::philox(9, 0, i);
      const std::uint32_t high = step + words.word[1] % step;
      const auto cell_in_interval = [&](double bits) { return cell_of(std::exp2(k + 1 - bits) - 1); };
      ++ours[cell_in_interval(executor.draw({{words.word[0], high, 0, 0}}).bits)];
      ++staircase[cell_in_interval(-std::log2(random::uniform32(high)))];
    }
    CHECK(testing::uniformity_probability(ours) > min_draw_probability);
    if (step < cells) {  // fewer steps than cells: most of them are empty
      CHECK(testing::uniformity_probability(staircase) < 1e-12);
      CHECK(std::count_if(staircase.begin(), staircase.end(), [](auto n) { return n > 0; }) == step);
    }
  }
}

TEST_CASE("normal variates") {
  std::vector<std::uint64_t> counts(cells), joint(32 * 32);
  double last = 0;
  for (std::uint64_t i = 0; i < 1'000'000; ++i) {
    const random::Words words = random::philox(13, 3, i);
    const double p = 0.5 * std::erfc(-random::normal(words.word[0], words.word[1], words.word[2]) / std::sqrt(2.0));
    ++counts[cell_of(p)];
    ++joint[32 * cell_of(p, 32) + cell_of(last, 32)];
    last = p;
  }
  CHECK(testing::uniformity_probability(counts) > min_draw_probability);
  CHECK(testing::uniformity_probability(joint) > min_draw_probability);
}
