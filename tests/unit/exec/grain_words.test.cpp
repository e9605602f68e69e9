#include "slipburst/exec/grain_words.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

exec::EventModel film_of_grains(double log2_median, double log2_sigma) {
  exec::EventModel model{};
  model.max_stress = 1.2;
  model.height_per_bit = 0.25;
  model.thickness_bits = std::numeric_limits<double>::infinity();
  model.grains = {true, log2_median, log2_sigma, 2.0};
  return model;
}

struct GrainShares {
  double fit = 0;   ///< share of lines that fit in their grains
  double told = 0;  ///< share of lines that fit by the bounds on their words
  int wrong = 0;    ///< lines that fit by the bounds on their words, but not in truth
};

GrainShares grain_shares(const exec::EventModel& model, const random::Stratum& stratum = random::unstratified()) {
  const testing::SyntheticTable synthetic;
  const exec::EventExecutor<table::View> executor(model, synthetic.view());
  const auto bounds = exec::GrainWords(model).bounds(stratum);
  constexpr int events = 100'000;
  GrainShares result;
  for (std::uint64_t i = 0; i < events; ++i) {
    const random::Words line = random::philox(7, 0, i), grain = random::philox(7, 3, i);
    const bool fits =
        !executor.exceeds_grain(executor.draw(line, stratum), grain.word[0], grain.word[1], grain.word[2]);
    const int k = exec::SilentWords::interval(line.word[2]);
    const bool told =
        exec::GrainWords::Bounds::fits(bounds.line[k], bounds.grain[k], line.word[1], grain.word[1], grain.word[2]);
    result.fit += fits ? 1.0 / events : 0;
    result.told += told ? 1.0 / events : 0;
    result.wrong += told && !fits;
  }
  return result;
}

}  // namespace

TEST_CASE("most lines that fit in large grains are told by their words, and no others") {
  for (const double log2_median : {1.0, 2.0, 4.0, 8.0}) {
    for (const double log2_sigma : {0.05, 0.5, 2.0}) {
      CAPTURE(log2_median);
      CAPTURE(log2_sigma);
      const GrainShares of = grain_shares(film_of_grains(log2_median, log2_sigma));
      CHECK(of.wrong == 0);
      if (log2_median - 2.5 * log2_sigma > 3) CHECK(of.told > 0.8 * of.fit);
    }
  }
}

TEST_CASE("in grains of one size a line fits or does not") {
  CHECK(grain_shares(film_of_grains(8, 0)).wrong == 0);
  CHECK(grain_shares(film_of_grains(8, 0)).told > 0.8);
  CHECK(grain_shares(film_of_grains(0, 0)).told == 0);
}

TEST_CASE("strata of high pins have bounds of their own") {
  for (const int k : {0, 1, 4, 20, 63, 64}) {
    CAPTURE(k);
    const GrainShares of = grain_shares(film_of_grains(8, 0.5), random::stratum(k));
    CHECK(of.wrong == 0);
    if (k < 20) CHECK(of.told > 0.5 * of.fit);
  }
}
