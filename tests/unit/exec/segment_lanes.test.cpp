// Segments integrated side by side give the bits of segments integrated one by one, whatever happens to a segment.
#include "slipburst/exec/segment_lanes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>
#include <vector>

#include "kernels/cpu/segment_lanes.hpp"

using namespace slipburst;

namespace {

/// Aluminium on silicon, 2 Delta = 0.36 meV; without a gap, all below it, and in elastorelativistic dynamics.
constexpr exec::SegmentModel models[] = {{0.5, 7.0618, 2.39043},
                                         {0.5, 0, 0},
                                         {0.5, std::numeric_limits<double>::infinity(), 0},
                                         {0.5, 7.0618, 2.39043, 0.11}};

/// Heights over four decades and stresses over three, so that all ends are met, with what cannot be integrated.
std::vector<exec::Segment> segments() {
  std::vector<exec::Segment> all;
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform;
  for (int i = 0; i < 300; ++i)
    all.push_back({std::pow(10, 4 * uniform(random)), std::pow(10, 3 * uniform(random) - 2.5)});
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  for (const double odd : {nan, infinity, 0.0, -1.0}) {
    all.push_back({odd, 0.05});
    all.push_back({100, odd});
  }
  return all;
}

bool same(double a, double b) { return a == b || (a != a && b != b); }

bool same(const exec::SegmentResult& a, const exec::SegmentResult& b) {
  return same(a.crystal_above, b.crystal_above) && same(a.film_above, b.film_above) &&
         same(a.crystal_below, b.crystal_below) && same(a.film_below, b.film_below) &&
         same(a.turning_point, b.turning_point) && same(a.max_speed, b.max_speed) && a.duration == b.duration &&
         a.steps_accepted == b.steps_accepted && a.steps_rejected == b.steps_rejected && a.status == b.status;
}

/// \return results of the segments, integrated one by one
template <class Real>
std::vector<exec::SegmentResult> compare(const exec::SegmentModel& model, const exec::SegmentControls& controls) {
  const std::vector<exec::Segment> all = segments();
  const exec::SegmentExecutor<Real> execute(model, controls);
  std::vector<exec::SegmentResult> alone;
  for (const exec::Segment& segment : all) alone.push_back(execute(segment));
  for (const kernels::InstructionSet set : kernels::instruction_sets()) {
    std::vector<exec::SegmentResult> results(all.size());
    std::int64_t taken = 0;
    const auto count = static_cast<std::int64_t>(all.size());
    kernels::integrate_side_by_side(
        model, controls, sizeof(Real) == 8 ? exec::Precision::fp64 : exec::Precision::fp32, all.data(), results.data(),
        [&] { return taken < count ? taken++ : -1; }, set);
    for (std::size_t i = 0; i < all.size(); ++i) {
      CAPTURE(i);
      CAPTURE(kernels::name(set));
      CHECK(same(results[i], alone[i]));
    }
  }
  return alone;
}

std::int64_t count(const std::vector<exec::SegmentResult>& results, base::Status status) {
  return std::count_if(results.begin(), results.end(),
                       [=](const exec::SegmentResult& result) { return result.status == status; });
}

}  // namespace

TEST_CASE_TEMPLATE("side by side gives the bits of one by one", Real, double, float) {
  for (const exec::SegmentModel& model : models) {
    CAPTURE(model.gap_distance);
    CAPTURE(model.sound_square);
    for (const exec::Extent extent : {exec::Extent::above_gap, exec::Extent::full, exec::Extent::first_fall}) {
      exec::SegmentControls controls;
      controls.relative_tolerance = sizeof(Real) == 8 ? 1e-8 : 1e-5;
      controls.extent = extent;
      controls.step_budget = 1500;  // more than most need
      const std::vector<exec::SegmentResult> results = compare<Real>(model, controls);
      CHECK(count(results, base::Status::ok) > 100);
      CHECK(count(results, base::Status::inside_equilibrium) > 10);
      CHECK(count(results, base::Status::non_finite) > 2);
      if (extent == exec::Extent::full) CHECK(count(results, base::Status::step_budget) > 0);
    }
  }
}

TEST_CASE_TEMPLATE("so it does where the budget of steps ends", Real, double, float) {
  for (const std::int64_t budget : {0, 1, 7, 40, 100}) {
    exec::SegmentControls controls;
    controls.relative_tolerance = 1e-5;
    controls.step_budget = budget;
    controls.extent = exec::Extent::full;
    compare<Real>(models[0], controls);
  }
}

TEST_CASE("and with steps of fixed size, which need no lanes") {
  exec::SegmentControls controls;
  controls.fixed_step = 0.01;
  controls.step_budget = 3000;
  compare<double>(models[0], controls);
}
