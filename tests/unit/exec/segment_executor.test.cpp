// Ways in which a segment ends; tests/oracle checks its numbers.
#include "slipburst/exec/segment_executor.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

using namespace slipburst;
using base::Status;

namespace {

/// Aluminium on silicon, 2 Delta = 0.36 meV.
constexpr exec::SegmentModel aluminium{0.5, 7.0618, 2.39043};
constexpr exec::Segment usual{118.7, 0.0487};

exec::SegmentResult run(const exec::Segment& segment, const exec::SegmentControls& controls = {},
                        const exec::SegmentModel& shared = aluminium) {
  return exec::SegmentExecutor<double>(shared, controls)(segment);
}

bool same_bits(double a, double b) { return base::bit_cast<std::uint64_t>(a) == base::bit_cast<std::uint64_t>(b); }

bool empty(const exec::SegmentResult& r) {
  return r.crystal_above == 0 && r.film_above == 0 && r.crystal_below == 0 && r.film_below == 0 &&
         r.turning_point == 0 && r.steps_accepted == 0;
}

}  // namespace

TEST_CASE("at or inside the equilibrium distance a segment stays at rest") {
  const double equilibrium = aluminium.image / usual.stress;
  for (const double start : {equilibrium, 0.5 * equilibrium, 1e-9, 0.0, -3.0}) {
    const exec::SegmentResult result = run({start, usual.stress});
    CHECK(result.status == Status::inside_equilibrium);
    CHECK(empty(result));
  }
  CHECK(run({equilibrium * (1 + 1e-9), usual.stress}).status == Status::ok);
}

TEST_CASE("a step budget") {
  exec::SegmentControls controls;
  controls.step_budget = 10;
  const exec::SegmentResult result = run(usual, controls);
  CHECK(result.status == Status::step_budget);
  CHECK(result.steps_accepted + result.steps_rejected == 10);
  controls.step_budget = 100000;
  CHECK(run(usual, controls).status == Status::ok);
}

TEST_CASE("what cannot be integrated gets a status and ends") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  CHECK(base::failed(run({infinity, usual.stress}).status));
  CHECK(run({nan, usual.stress}).status == Status::non_finite);
  CHECK(run({usual.start, nan}).status == Status::non_finite);
  exec::SegmentControls unreachable;
  unreachable.relative_tolerance = 1e-30;
  const exec::SegmentResult result = run(usual, unreachable);
  CHECK(base::failed(result.status));
  CHECK(result.steps_accepted + result.steps_rejected <= unreachable.step_budget);
}

TEST_CASE("a line that turns closer than numbers reach rebounds") {
  // The turning points of these heights lie around the one from which on lines rebound at once.
  constexpr double stress = 0.0649, first = 94000;
  constexpr exec::SegmentControls controls{.relative_tolerance = 1e-11};
  double crystal[5], film[5];
  for (int i = 0; i < 5; ++i) {
    const exec::SegmentResult result = run({first * (1 + 0.01 * i), stress}, controls);
    REQUIRE(result.status == Status::ok);
    CHECK((result.turning_point > 1e-150) == (i < 3));
    CHECK(result.turning_point > 0);
    crystal[i] = result.crystal_above;
    film[i] = result.film_above;
  }
  const auto fourth_difference = [](const double* e) { return e[0] - 4 * e[1] + 6 * e[2] - 4 * e[3] + e[4]; };
  CHECK(std::abs(fourth_difference(crystal)) < 1e-7 * crystal[0]);
  CHECK(std::abs(fourth_difference(film)) < 1e-6 * crystal[0]);

  // Still faster, the turning point is below the least double; the total energy lost is the initial energy.
  const exec::SegmentResult full = run({1e4, 1}, {.extent = exec::Extent::full});
  REQUIRE(full.status == Status::ok);
  CHECK(full.turning_point > 0);
  CHECK(full.turning_point < 1e-300);
  CHECK(full.crystal_above + full.crystal_below + full.film_above + full.film_below ==
        doctest::Approx(1e4 - 0.5 - 0.5 * std::log(2e4)).epsilon(1e-8));
  CHECK(run({1e4, 1}, {.extent = exec::Extent::first_fall}).turning_point == full.turning_point);

  const exec::SegmentResult coarse = exec::SegmentExecutor<float>(aluminium, {.relative_tolerance = 1e-5})({1e4, 1}),
                            fine = run({1e4, 1});
  REQUIRE(coarse.status == Status::ok);
  CHECK(coarse.crystal_above == doctest::Approx(fine.crystal_above).epsilon(1e-3));
}

TEST_CASE("an elastorelativistic line rebounds as well") {
  constexpr exec::SegmentModel relativistic{0.5, 7.0618, 2.39043, 0.684};
  const exec::SegmentResult result = run({1e4, 1}, {}, relativistic);
  REQUIRE(result.status == Status::ok);
  CHECK(result.turning_point < 1e-300);
  CHECK(result.max_speed * std::sqrt(0.684) < 1);
}

TEST_CASE("a fixed step far too long is caught") {
  exec::SegmentControls controls;
  controls.fixed_step = 1000;
  CHECK(run(usual, controls).status == Status::non_finite);
}

TEST_CASE("fixed steps reject none but those that land on the least distance") {
  exec::SegmentControls controls;
  controls.fixed_step = 0.05;
  const exec::SegmentResult fixed = run(usual, controls), adaptive = run(usual);
  CHECK(fixed.status == Status::ok);
  CHECK(fixed.steps_rejected == 0);
  CHECK(fixed.crystal_above == doctest::Approx(adaptive.crystal_above).epsilon(1e-6));
}

TEST_CASE("extents") {
  exec::SegmentControls controls;
  controls.extent = exec::Extent::first_fall;
  const exec::SegmentResult fall = run(usual, controls);
  CHECK(fall.turning_point > 0);
  CHECK(fall.film_above + fall.film_below == 0);
  controls.extent = exec::Extent::full;
  const exec::SegmentResult full = run(usual, controls);
  CHECK(full.turning_point == fall.turning_point);
  CHECK(full.crystal_below > fall.crystal_below);
  CHECK(full.film_below > 0);
  CHECK(full.steps_accepted > fall.steps_accepted);
}

TEST_CASE("a gap above every phonon or below all of them") {
  const exec::SegmentResult usual_result = run(usual, {.extent = exec::Extent::full});
  const exec::SegmentResult silent = run(usual, {.extent = exec::Extent::full}, {0.5, 0, 0});
  CHECK(silent.crystal_above == 0);
  CHECK(silent.film_above == 0);
  CHECK(silent.crystal_below == doctest::Approx(usual_result.crystal_above + usual_result.crystal_below).epsilon(1e-9));
  const double infinity = std::numeric_limits<double>::infinity();
  const exec::SegmentResult open = run(usual, {.extent = exec::Extent::full}, {0.5, infinity, infinity});
  CHECK(open.crystal_below == 0);
  CHECK(open.film_below == 0);
  CHECK(open.crystal_above == doctest::Approx(silent.crystal_below).epsilon(1e-9));
}

TEST_CASE_TEMPLATE("attempts that are repeated before they are settled change nothing", Real, double, float) {
  using Executor = exec::SegmentExecutor<Real>;
  using Attempt = typename Executor::Attempt;
  int failed = 0;
  for (const double sound_square : {0.0, 0.01}) {
    for (const double tolerance : {1e-3, 1e-6, 1e-13}) {
      for (int i = 0; i < 40; ++i) {
        CAPTURE(i);
        const exec::Segment segment{2.0 * std::pow(1.4, i), i % 4 == 0 ? 1e28 * std::pow(2.0, i) : 0.03 * (i % 7 + 1)};
        exec::SegmentModel model = aluminium;
        model.sound_square = sound_square;
        const Executor execute(model, {.relative_tolerance = tolerance, .step_budget = 300});
        const exec::SegmentResult expected = execute(segment);
        failed += base::failed(expected.status) ? 1 : 0;
        typename Executor::Progress progress;
        bool busy = execute.begin(segment, progress);
        for (int repeats = 0; busy; repeats = (repeats + 1) % 4) {
          typename Executor::Step step;
          float factor = 1.0f;
          Attempt attempt = execute.try_to_advance(progress, step, factor);
          for (int k = 0; k < repeats && attempt >= Attempt::incident; ++k) {
            REQUIRE(execute.try_to_advance(progress, step, factor) == attempt);
          }
          if (attempt == Attempt::quiet) execute.take(step, factor, progress);
          if (attempt >= Attempt::incident) busy = execute.settle(attempt, step, factor, progress);
        }
        const exec::SegmentResult found = execute.finish(progress);
        CHECK(found.status == expected.status);
        CHECK(found.steps_accepted == expected.steps_accepted);
        CHECK(found.steps_rejected == expected.steps_rejected);
        CHECK(same_bits(found.crystal_above, expected.crystal_above));
        CHECK(same_bits(found.film_above, expected.film_above));
        CHECK(same_bits(found.turning_point, expected.turning_point));
        CHECK(same_bits(found.max_speed, expected.max_speed));
      }
    }
  }
  CHECK(failed > 0);
}

TEST_CASE("repeated runs give the same bits") {
  const exec::SegmentResult first = run(usual);
  for (int i = 0; i < 3; ++i) {
    const exec::SegmentResult again = run(usual);
    CHECK(again.crystal_above == first.crystal_above);
    CHECK(again.film_above == first.film_above);
    CHECK(again.turning_point == first.turning_point);
    CHECK(again.max_speed == first.max_speed);
    CHECK(again.steps_accepted == first.steps_accepted);
    CHECK(again.steps_rejected == first.steps_rejected);
  }
}

namespace {

/// Adds up the pieces it is shown.
struct Watch {
  static constexpr bool active = true;
  int pieces = 0, turns = 0;
  bool last = true;
  template <class Dense>
  void stretch(const Dense&, double from, double to, bool approaching, bool) {
    CHECK(from < to);
    ++pieces;
    turns += approaching != last;
    last = approaching;
  }
};

}  // namespace

TEST_CASE("an observer sees every piece and changes nothing") {
  const exec::SegmentControls controls{.extent = exec::Extent::full};
  Watch watch;
  const exec::SegmentResult seen = exec::SegmentExecutor<double, false, Watch>(aluminium, controls, &watch)(usual);
  const exec::SegmentResult unseen = run(usual, controls);
  CHECK(seen.crystal_above == unseen.crystal_above);
  CHECK(seen.film_below == unseen.film_below);
  CHECK(watch.turns > 2);
  CHECK(watch.pieces == seen.steps_accepted + watch.turns);
}
