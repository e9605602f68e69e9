// Integration that stops once no more above-gap energy can come loses no above-gap energy.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>

#include "support/cases.hpp"
#include "support/segments.hpp"

using namespace slipburst;

TEST_CASE("the early stop equals the full ring-down above the gap") {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> unit(0, 1);
  std::int64_t steps = 0, full_steps = 0;
  for (const char* substrate : {"Si", "CaWO4"}) {
    const host::Case c = testing::make_case({std::string("substrate.material=") + substrate});
    for (int i = 0; i < 100; ++i) {
      const double height_nm = std::pow(1000, unit(random)), stress_MPa = 5 + 75 * unit(random);
      CAPTURE(substrate);
      CAPTURE(height_nm);
      CAPTURE(stress_MPa);
      const auto full = testing::run_segment(c, height_nm, stress_MPa, exec::Extent::full);
      const auto early = testing::run_segment(c, height_nm, stress_MPa, exec::Extent::above_gap);
      // The same steps up to the stop, and only below-gap energy after it.
      CHECK(early.reduced.crystal_above == full.reduced.crystal_above);
      CHECK(early.reduced.film_above == full.reduced.film_above);
      CHECK(early.reduced.status == full.reduced.status);
      steps += early.reduced.steps_accepted;
      full_steps += full.reduced.steps_accepted;
    }
  }
  CHECK(steps < full_steps);
}
