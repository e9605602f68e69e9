#include "host/numerics/monotone_root.hpp"

#include <doctest/doctest.h>

#include "host/table/interpolation.hpp"

using namespace slipburst;

namespace {

using Cubic = std::array<double, 4>;

double root(const Cubic& cubic, double value, double from, double to) {
  return host::monotone_root(cubic, value, from, to, host::evaluate(cubic, from), host::evaluate(cubic, to), 1e-14);
}

}  // namespace

TEST_CASE("roots of rising and falling cubics") {
  CHECK(root({0, 0, 0, 1}, 0.125, 0, 1) == doctest::Approx(0.5).epsilon(1e-13));
  CHECK(root({1, 0, 0, -1}, 0.875, 0, 1) == doctest::Approx(0.5).epsilon(1e-13));
  CHECK(root({-2, 3, -1.5, 0.25}, -1, 0, 2) == doctest::Approx(2 - std::cbrt(4.0)).epsilon(1e-13));  // (x - 2)^3 / 4
}

TEST_CASE("roots at the ends, and beside a point where the slope vanishes") {
  CHECK(root({0, 1, 0, 0}, 0, 0, 1) == 0);
  CHECK(root({0, 1, 0, 0}, 1, 0, 1) == 1);
  CHECK(root({0, 0, 0, 1}, 1e-13, 0, 1) == doctest::Approx(std::cbrt(1e-13)).epsilon(0.05));
  CHECK(root({0, 0, 3, -2}, 1 - 1e-12, 0, 1) == doctest::Approx(1 - std::sqrt(1e-12 / 3)).epsilon(1e-8));
}

TEST_CASE("every value of a steep cubic is found") {
  const Cubic cubic = {-9, 40, -50, 22};  // rises throughout: its slope has no root
  for (int i = 0; i <= 1000; ++i) {
    const double value = -9 + 12 * (i / 1000.0);
    const double x = root(cubic, value, 0, 1);
    CHECK(std::abs(host::evaluate(cubic, x) - value) <= 1e-14);
    CHECK(x >= 0);
    CHECK(x <= 1);
  }
}
