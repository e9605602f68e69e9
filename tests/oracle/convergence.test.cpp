// With constant steps the error falls with the fifth power of the step, the order of the pair, and so does that of the
// energies booked at turning points and gap crossings, which the dense output locates within a step.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/cases.hpp"
#include "support/segments.hpp"

using namespace slipburst;

namespace {

/// Slope of the straight line through (x, y).
double slope(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sx += x[i];
    sy += y[i];
    sxx += x[i] * x[i];
    sxy += x[i] * y[i];
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/// Above-gap energies of the first fall from many heights, so that errors which happen to cancel do not count.
std::vector<double> energies(double step) {
  const host::Case c = testing::make_case();
  const host::ReducedModel model = host::reduce(c);
  exec::SegmentControls controls;
  controls.extent = exec::Extent::first_fall;
  controls.fixed_step = step;
  const exec::SegmentExecutor<double> execute(model.segment, controls);
  std::vector<double> all;
  for (double height_nm = 30; height_nm < 120; height_nm += 3) {
    const exec::SegmentResult result = execute(model.segment_at(height_nm, 45 * units::megapascal));
    REQUIRE(result.status == base::Status::ok);
    REQUIRE(result.steps_rejected <= 2);  // only at the landing on the least distance
    all.push_back(result.crystal_above);
  }
  return all;
}

}  // namespace

TEST_CASE("fifth order at constant steps") {
  const std::vector<double> exact = energies(0.005);
  std::vector<double> log_step, log_error;
  for (double step = 0.4; step > 0.06; step /= std::sqrt(2.0)) {
    const std::vector<double> all = energies(step);
    double squares = 0;
    for (std::size_t i = 0; i < all.size(); ++i) squares += std::pow(all[i] / exact[i] - 1, 2);
    log_step.push_back(std::log(step));
    log_error.push_back(0.5 * std::log(squares / static_cast<double>(all.size())));
  }
  const double order = slope(log_step, log_error);
  CHECK(order > 4.5);
  CHECK(order < 5.5);
}
