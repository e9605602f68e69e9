#include "slipburst/exec/event_block.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

exec::EventModel made_up_model() {
  exec::EventModel model{};
  model.greatest_stress = 1.2;
  model.height_per_bit = 0.25;
  model.thickness_bits = 4;
  model.bins = {1.0f, 4.0f, 12};
  model.thresholds = 2;
  model.threshold[0] = 0.5f;
  model.threshold[1] = 8.0f;
  return model;
}

/// The same events one after another, written the obvious way.
template <class Table>
std::vector<std::uint64_t> one_by_one(const exec::EventModel& model, const Table& table, std::uint64_t seed,
                                      std::uint64_t first, int count) {
  const exec::EventExecutor executor(model, table);
  const exec::TallyLayout layout(model);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
  const auto add = [&](std::int64_t slot) { ++counts[static_cast<std::size_t>(slot)]; };
  for (int i = 0; i < count; ++i) {
    const auto d = executor.draw(random::philox(seed, 0, first + static_cast<std::uint64_t>(i)));
    const table::LinePlace line = executor.place(d);
    if (executor.too_high(d)) {
      add(layout.rejected());
      continue;
    }
    for (int channel = 0; channel < table::channels; ++channel) {
      if (!(line.z > 0)) {
        add(layout.slot(channel, false, tally::LogBins::zero));
        continue;
      }
      const float energy = executor.energies(line).log2_energy[channel];
      add(layout.slot(channel, executor.supersonic(line), model.bins.slot(energy)));
      for (int t = 0; t < model.thresholds; ++t) {
        if (energy >= model.threshold[t]) add(layout.threshold(channel, t));
      }
    }
  }
  return counts;
}

template <class Table>
void add(const exec::EventModel& model, const exec::EventExecutor<Table>& executor, std::uint64_t seed,
         std::uint64_t first, int count, exec::EventScratch& scratch, std::vector<std::uint64_t>& counts) {
  exec::add_events(model, executor, seed, random::unstratified(),
                   random::all_events(first, static_cast<std::uint64_t>(count)), scratch, counts.data());
}

}  // namespace

TEST_CASE("a block counts what its events give one by one") {
  const testing::SyntheticTable synthetic;
  const exec::EventModel model = made_up_model();
  const exec::EventExecutor executor(model, synthetic.view());
  exec::EventScratch scratch;
  const exec::TallyLayout layout(model);
  for (const int count : {0, 1, 7, 511, 512}) {
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
    add(model, executor, 12, 1000, count, scratch, counts);
    CHECK(counts == one_by_one(model, synthetic.view(), 12, 1000, count));
  }
}

TEST_CASE("the same of a table in two zones, which adds events to those of the upper one") {
  const testing::SyntheticTable upper;
  testing::SyntheticTable lower(0.05);
  for (double& term : lower.threshold()) term *= 3;
  const table::Zones zones(upper.view(), lower.view(), 0.1), one = upper.view();
  const exec::EventModel model = made_up_model();
  const exec::TallyLayout layout(model);
  exec::EventScratch scratch;
  const auto zeros = static_cast<std::size_t>(layout.slot(0, false, tally::LogBins::zero));
  for (const int count : {0, 1, 7, 511, 512}) {
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size())), of_one = counts;
    add(model, exec::EventExecutor(model, zones), 12, 1000, count, scratch, counts);
    CHECK(counts == one_by_one(model, zones, 12, 1000, count));
    add(model, exec::EventExecutor(model, one), 12, 1000, count, scratch, of_one);
    CHECK(of_one == one_by_one(model, upper.view(), 12, 1000, count));
    if (count > 500) CHECK(counts[zeros] < of_one[zeros]);
  }
}

TEST_CASE("every event is counted once per channel, or rejected") {
  const testing::SyntheticTable synthetic;
  const exec::EventModel model = made_up_model();
  const exec::EventExecutor executor(model, synthetic.view());
  exec::EventScratch scratch;
  const exec::TallyLayout layout(model);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
  constexpr std::uint64_t blocks = 40, size = exec::EventScratch::capacity;
  for (std::uint64_t b = 0; b < blocks; ++b) {
    add(model, executor, 3, b * size, static_cast<int>(size), scratch, counts);
  }
  const std::uint64_t rejected = counts[static_cast<std::size_t>(layout.rejected())];
  CHECK(rejected > 0);
  for (int channel = 0; channel < table::channels; ++channel) {
    std::uint64_t sum = 0;
    for (std::int64_t i = layout.slot(channel, false, 0); i < layout.slot(channel, true, layout.slots); ++i) {
      sum += counts[static_cast<std::size_t>(i)];
    }
    CHECK(sum + rejected == blocks * size);
    CHECK(counts[static_cast<std::size_t>(layout.slot(channel, true, tally::LogBins::zero))] == 0);
    CHECK(counts[static_cast<std::size_t>(layout.threshold(channel, 0))] >
          counts[static_cast<std::size_t>(layout.threshold(channel, 1))]);
  }
}
