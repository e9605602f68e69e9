// Shares of lines that fit film and grain, against a plain sum over heights.
#include "host/quadrature/acceptance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using namespace slipburst;

namespace {

exec::EventModel model(double thickness_bits, exec::Grains grains) {
  exec::EventModel result{};
  result.max_stress = 1;
  result.thickness_bits = thickness_bits;
  result.grains = grains;
  return result;
}

/// P(height above `bits` and fits) by the midpoint rule, from the definition.
double summed(const exec::EventModel& m, double stress, double bits) {
  constexpr double step = 1e-3;
  double sum = 0;
  for (double x = bits + 0.5 * step; x < 80; x += step) {
    if (x * stress > m.thickness_bits) break;
    const double size = std::max(x * stress, m.grains.line / stress);
    const double score = (std::log2(size) - m.grains.log2_median) / m.grains.log2_sigma;
    const double fits = m.grains.limit ? 0.5 * std::erfc(score / std::sqrt(2.0)) : 1;
    sum += fits * std::exp2(-x) * math::ln2 * step;
  }
  return sum;
}

constexpr double unlimited = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("without limits every line fits") {
  const exec::EventModel free = model(unlimited, {});
  for (const double bits : {0.0, 1.0, 40.0}) CHECK(host::Acceptance(free, 0.5).above(bits) == std::exp2(-bits));
  CHECK(host::Acceptance(free, 0.5).fits(1000) == 1);
}

TEST_CASE("a film of finite thickness") {
  const exec::EventModel thin = model(4, {});
  const host::Acceptance acceptance(thin, 0.5);
  CHECK(acceptance.cut() == 8);
  CHECK(acceptance.above(3) == doctest::Approx(std::exp2(-3) - std::exp2(-8)));
  CHECK(acceptance.above(8) == 0);
  CHECK(acceptance.fits(8.001) == 0);
}

TEST_CASE("grains of many sizes, and a film as well") {
  for (const double thickness : {unlimited, 6.0}) {
    for (const double stress : {0.3, 0.7, 1.0}) {
      const exec::EventModel grained = model(thickness, {true, 1.5, 0.6, 0.8});
      const host::Acceptance acceptance(grained, stress);
      for (const double bits : {0.0, 0.5, 2.0, 5.0, 9.0, 30.0}) {
        CAPTURE(stress);
        CAPTURE(bits);
        CHECK(acceptance.above(bits) == doctest::Approx(summed(grained, stress, bits)).epsilon(1e-3));
      }
    }
  }
}

TEST_CASE("grains of one size are a step") {
  const exec::EventModel one = model(unlimited, {true, 2, 0, 3});  // size 4
  CHECK(host::Acceptance(one, 1).above(1) == doctest::Approx(0.5 - std::exp2(-4)));
  CHECK(host::Acceptance(one, 0.8).cut() == doctest::Approx(5));
  CHECK(host::Acceptance(one, 0.7).above(0) == 0);  // the line is longer than the grain
}
