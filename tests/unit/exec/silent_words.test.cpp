#include "slipburst/exec/silent_words.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "slipburst/exec/release_source.hpp"
#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

exec::EventModel film_without_end() {
  exec::EventModel model{};
  model.max_stress = 1.2;
  model.height_per_bit = 0.25;
  model.thickness_bits = std::numeric_limits<double>::infinity();
  return model;
}

/// Shares and counts over many events of a stratum.
struct Shares {
  double silent = 0;  ///< share of events that emit nothing and are not rejected
  double told = 0;    ///< share of events silent by the bounds on their words
  int wrong = 0;      ///< events silent by the bounds on their words, but not in truth
};

template <class Table>
Shares shares(const exec::EventModel& model, const Table& table,
              const random::Stratum& stratum = random::unstratified()) {
  const exec::EventExecutor executor(model, table);
  const auto bounds = exec::SilentWords(model, table).bounds(stratum);
  constexpr int events = 100'000;
  Shares result;
  for (std::uint64_t i = 0; i < events; ++i) {
    const random::Words words = random::philox(7, 0, i);
    const exec::Dislocation d = executor.draw(words, stratum);
    const bool silent = !executor.too_high(d) && !(executor.place(d).z > 0),
               told = bounds.silent(words.word[1], words.word[2]);
    result.silent += silent ? 1.0 / events : 0;
    result.told += told ? 1.0 / events : 0;
    result.wrong += told && !silent;
  }
  return result;
}

}  // namespace

TEST_CASE("most silent events are told by two words, and no others") {
  testing::SyntheticTable synthetic;
  for (const double height_per_bit : {0.02, 0.1, 0.25, 1.0}) {
    CAPTURE(height_per_bit);
    exec::EventModel model = film_without_end();
    model.height_per_bit = height_per_bit;
    const Shares of = shares(model, synthetic.view());
    CHECK(of.wrong == 0);
    CHECK(of.silent > 0.1);
    CHECK(of.told > of.silent - 0.03);
  }
}

TEST_CASE("thresholds may rise and fall within cells") {
  testing::SyntheticTable synthetic;
  std::vector<double>& term = synthetic.threshold();
  for (std::size_t i = 0; i < term.size(); ++i) {
    if (i % table::threshold_terms != 0) term[i] = std::sin(3.7 * static_cast<double>(i));
  }
  const Shares of = shares(film_without_end(), synthetic.view());
  CHECK(of.wrong == 0);
  CHECK(of.told > 0.1);
}

TEST_CASE("rejected events are not silent") {
  const testing::SyntheticTable synthetic;
  exec::EventModel model = film_without_end();
  const double unlimited = shares(model, synthetic.view()).told;
  model.thickness_bits = 0.3;
  const Shares of = shares(model, synthetic.view());
  CHECK(of.wrong == 0);
  CHECK(of.told < 0.8 * unlimited);
  CHECK(of.told > 0.1);
}

TEST_CASE("strata have bounds of their own") {
  const testing::SyntheticTable synthetic;
  const exec::EventModel model = film_without_end();
  for (const int k : {0, 1, 2, 63, 64}) {
    CAPTURE(k);
    const Shares of = shares(model, synthetic.view(), random::stratum(k));
    CHECK(of.wrong == 0);
    CHECK(of.told > of.silent - 0.06);
  }
}

TEST_CASE("silent releases have bounds for all stresses of a slice") {
  const testing::SyntheticTable synthetic;
  exec::EventModel model = film_without_end();
  model.max_stress = 0.9;
  model.thickness_bits = 2;
  const exec::EventExecutor<table::View> executor(model, synthetic.view());
  for (const release::StressBounds& stresses :
       {release::StressBounds{1, 1, 1, 1}, {1.1, 0.8, 1.3, 0.7}, {0.5, 0.4, 0.6, 1.1}}) {
    CAPTURE(stresses.max_released);
    const auto bounds =
        exec::SilentWords::of_releases(model, synthetic.view(), stresses).bounds(random::unstratified());
    int told = 0, wrong = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
      const random::Words words = random::philox(7, 0, i);
      if (!bounds.silent(words.word[1], words.word[2])) continue;
      ++told;
      const exec::Dislocation d = executor.draw(words);
      for (const double released : {stresses.min_released, stresses.max_released}) {
        const double pinned = std::fmin(stresses.max_pinned, released / stresses.min_rise);
        const exec::Dislocation then = exec::pinned_under(d, pinned);
        wrong += executor.too_high(then) || executor.place(exec::under_stress(then, released / pinned)).z > 0;
      }
    }
    CHECK(told > 10'000);
    CHECK(wrong == 0);
  }
}

TEST_CASE("events are silent that emit in neither zone of a divided table") {
  const testing::SyntheticTable upper;
  testing::SyntheticTable lower(0.05);  // down to half the height
  for (double& term : lower.threshold()) term *= 2;
  const table::Zones zones(upper.view(), lower.view(), 0.1);
  const exec::EventModel model = film_without_end();
  const Shares of_upper = shares(model, upper.view());
  for (const int k : {-1, 0, 3}) {
    CAPTURE(k);
    const Shares of = shares(model, zones, k < 0 ? random::unstratified() : random::stratum(k));
    CHECK(of.wrong == 0);
    CHECK(of.told > of.silent - 0.06);
    if (k < 0) CHECK(of.silent < of_upper.silent - 0.1);
  }
}

TEST_CASE("where grains limit lines no event is told") {
  const testing::SyntheticTable synthetic;
  exec::EventModel model = film_without_end();
  const random::Stratum whole = random::unstratified();
  CHECK(exec::SilentWords(model, synthetic.view()).bounds(whole).any);
  CHECK(exec::SilentWords(model, table::Zones(synthetic.view())).bounds(whole).any);
  model.grains.limit = true;
  CHECK_FALSE(exec::SilentWords(model, synthetic.view()).bounds(whole).any);
}
