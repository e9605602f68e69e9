#include "slipburst/detrapping/experiment.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using namespace slipburst::detrapping;

TEST_CASE("a hop by the supply comes where the integral of its hazard says") {
  for (const double decay : {0.0, 1e-12, 1e-3, 0.5, 40.0}) {
    for (const double frequency : {1e-3, 0.2, 7.0}) {
      for (const double exponential : {1e-9, 0.3, 2.0, 20.0}) {
        CAPTURE(decay);
        CAPTURE(frequency);
        CAPTURE(exponential);
        const double wait = supplied_wait(exponential, frequency, decay);
        const double all = decay > 0 ? frequency / decay : std::numeric_limits<double>::infinity();
        if (exponential >= all) {
          CHECK(std::isinf(wait));
          continue;
        }
        const double integral = decay > 0 ? -frequency * std::expm1(-decay * wait) / decay : frequency * wait;
        CHECK(integral == doctest::Approx(exponential).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("what has no frequency never comes") {
  CHECK(std::isinf(supplied_wait(0.5, 0, 0)));
  CHECK(std::isinf(supplied_wait(0.5, 1e-320, 0)));
  CHECK(std::isinf(steady_wait(0.5, 0)));
  CHECK(steady_wait(0.5, 0.25) == 2);
}

TEST_CASE("words draw depths in their shares") {
  const std::uint32_t depth_at[] = {1u << 30, 3u << 30, 0xFFFFFFFFu};
  Experiment experiment{};
  experiment.depth_at = depth_at;
  experiment.depths = 3;
  CHECK(depth_of(experiment, 0) == 0);
  CHECK(depth_of(experiment, (1u << 30) - 1) == 0);
  CHECK(depth_of(experiment, 1u << 30) == 1);
  CHECK(depth_of(experiment, (3u << 30) - 1) == 1);
  CHECK(depth_of(experiment, 3u << 30) == 2);
  CHECK(depth_of(experiment, 0xFFFFFFFFu) == 2);
  experiment.depths = 1;
  CHECK(depth_of(experiment, 0xFFFFFFFFu) == 0);
}

TEST_CASE("windows follow each other without a gap") {
  Experiment experiment{};
  experiment.windows = 3;
  experiment.start_s = 10;
  experiment.window_s = 0.1;
  experiment.end_s = 10.3;
  CHECK(window_at(experiment, 0) == -1);
  CHECK(window_at(experiment, std::nextafter(10.0, 0.0)) == -1);
  CHECK(window_at(experiment, 10) == 0);
  CHECK(window_at(experiment, 10.15) == 1);
  CHECK(window_at(experiment, std::nextafter(10.3, 0.0)) == 2);  // whatever the division rounds to
}
