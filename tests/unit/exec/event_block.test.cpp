#include "slipburst/exec/event_block.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "kernels/cpu/event_blocks.hpp"
#include "kernels/cpu/event_steps.hpp"
#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

exec::EventModel made_up_model() {
  exec::EventModel model{};
  model.max_stress = 1.2;
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
                                      const random::Stratum& stratum, std::uint64_t first, int count) {
  const exec::EventExecutor executor(model, table);
  const exec::TallyLayout layout(model);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
  const auto add = [&](std::int64_t slot) { ++counts[static_cast<std::size_t>(slot)]; };
  for (int i = 0; i < count; ++i) {
    const auto d = executor.draw(random::philox(seed, 0, first + static_cast<std::uint64_t>(i)), stratum);
    const table::LinePlace line = executor.place(d);
    bool rejected = executor.too_high(d);
    if (executor.in_grains()) {
      const auto grain = random::philox(seed, static_cast<std::uint64_t>(random::Purpose::grain),
                                        first + static_cast<std::uint64_t>(i));
      rejected = rejected || executor.exceeds_grain(d, grain.word[0], grain.word[1], grain.word[2]);
    }
    if (rejected) {
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

/// The same events by the blocks of a kind of CPU.
template <class Table>
std::vector<std::uint64_t> in_block(kernels::InstructionSet set, const exec::EventModel& model, const Table& table,
                                    std::uint64_t seed, const random::Stratum& stratum, std::uint64_t first,
                                    int count) {
  exec::EventScratch scratch;
  scratch.steps = kernels::event_steps(set);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
  kernels::add_events<Table>(set)(model, exec::EventExecutor(model, table), seed, stratum,
                                  exec::SilentWords(model, table).bounds(stratum),
                                  random::all_events(first, static_cast<std::uint64_t>(count)), scratch, counts.data());
  return counts;
}

/// Checks blocks of all sizes, with none, some, and all of their events silent by their words.
template <class Table>
void check_blocks(const exec::EventModel& model, const Table& table) {
  for (const kernels::InstructionSet set : kernels::instruction_sets()) {
    CAPTURE(kernels::name(set));
    for (const random::Stratum& stratum : {random::unstratified(), random::stratum(0), random::stratum(3)}) {
      for (const int count : {0, 1, 7, 16, 511, exec::EventScratch::capacity}) {
        CAPTURE(count);
        CHECK(in_block(set, model, table, 12, stratum, 1000, count) ==
              one_by_one(model, table, 12, stratum, 1000, count));
      }
    }
  }
}

}  // namespace

TEST_CASE("a block counts what its events give one by one") {
  testing::SyntheticTable synthetic;
  std::vector<double>& threshold = synthetic.threshold();
  for (std::size_t i = 0; i < threshold.size(); ++i) threshold[i] += 0.01 * static_cast<double>(i % 7);
  std::vector<float>& supersonic = synthetic.supersonic();
  for (std::size_t i = 0; i < supersonic.size(); ++i) supersonic[i] += 0.01f * static_cast<float>(i % 5);
  exec::EventModel model = made_up_model();
  check_blocks(model, synthetic.view());
  model.thickness_bits = 0.5;  // many silent ones are rejected
  check_blocks(model, synthetic.view());
  model.height_per_bit = 1e-3;
  check_blocks(model, synthetic.view());
  model.grains = {true, 0, 1, 0.5};
  check_blocks(model, synthetic.view());
}

TEST_CASE("the same of a table in two zones, which adds events to those of the upper one") {
  const testing::SyntheticTable upper;
  testing::SyntheticTable lower(0.05);
  for (double& term : lower.threshold()) term *= 3;
  const table::Zones zones(upper.view(), lower.view(), 0.1), one = upper.view();
  const exec::EventModel model = made_up_model();
  check_blocks(model, zones);
  check_blocks(model, one);
  const auto zeros = static_cast<std::size_t>(exec::TallyLayout(model).slot(0, false, tally::LogBins::zero));
  const auto silent = [&](const table::Zones& table) {
    return one_by_one(model, table, 12, random::unstratified(), 1000, 512)[zeros];
  };
  CHECK(silent(zones) < silent(one));
}

TEST_CASE("every event is counted once per channel, or rejected") {
  const testing::SyntheticTable synthetic;
  const exec::EventModel model = made_up_model();
  const exec::EventExecutor executor(model, synthetic.view());
  exec::EventScratch scratch;
  const exec::TallyLayout layout(model);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
  const auto silent = exec::SilentWords(model, synthetic.view()).bounds(random::unstratified());
  constexpr std::uint64_t blocks = 40, size = exec::EventScratch::capacity;
  for (std::uint64_t b = 0; b < blocks; ++b) {
    exec::add_events(model, executor, 3, random::unstratified(), silent, random::all_events(b * size, size), scratch,
                     counts.data());
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
