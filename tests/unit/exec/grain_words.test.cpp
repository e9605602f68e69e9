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
  double silent = 0;  ///< share of events that emit nothing and are not rejected
  double told = 0;    ///< share of events silent by the bounds on their words
  int wrong = 0;      ///< events silent by the bounds on their words, but not in truth
};

GrainShares grain_shares(const exec::EventModel& model) {
  const testing::SyntheticTable synthetic;
  const exec::EventExecutor<table::View> executor(model, synthetic.view());
  const auto silent_words = exec::SilentWords::without_grains(model, synthetic.view());
  const auto lines = silent_words.bounds(random::unstratified());
  const auto grains = exec::GrainWords(model, silent_words).bounds();
  constexpr int events = 100'000;
  GrainShares result;
  for (std::uint64_t i = 0; i < events; ++i) {
    const random::Words line = random::philox(7, 0, i), grain = random::philox(7, 3, i);
    const exec::Dislocation d = executor.draw(line);
    const bool rejected =
        executor.too_high(d) || executor.exceeds_grain(d, grain.word[0], grain.word[1], grain.word[2]);
    const bool silent = !rejected && !(executor.place(d).z > 0);
    const std::uint32_t greatest = grains.greatest[exec::SilentWords::interval(line.word[2])];
    const bool told = lines.silent(line.word[1], line.word[2]) &&
                      exec::GrainWords::Bounds::fits(greatest, grain.word[1], grain.word[2]);
    result.silent += silent ? 1.0 / events : 0;
    result.told += told ? 1.0 / events : 0;
    result.wrong += told && !silent;
  }
  return result;
}

}  // namespace

TEST_CASE("most silent events in large grains are told by their words, and no others") {
  for (const double log2_median : {1.0, 2.0, 4.0, 8.0}) {
    for (const double log2_sigma : {0.05, 0.5, 2.0}) {
      CAPTURE(log2_median);
      CAPTURE(log2_sigma);
      const GrainShares of = grain_shares(film_of_grains(log2_median, log2_sigma));
      CHECK(of.wrong == 0);
      if (log2_median - 2.5 * log2_sigma > 3) CHECK(of.told > 0.8 * of.silent);
    }
  }
}

TEST_CASE("in grains of one size a line fits or does not") {
  CHECK(grain_shares(film_of_grains(8, 0)).wrong == 0);
  CHECK(grain_shares(film_of_grains(8, 0)).told > 0.1);
  CHECK(grain_shares(film_of_grains(0, 0)).told == 0);
}
