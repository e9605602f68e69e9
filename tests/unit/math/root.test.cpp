#include "slipburst/math/root.hpp"

#include <doctest/doctest.h>

#include <cmath>

using slipburst::math::find_root;

namespace {

template <class Function>
double root(const Function& f, double low, double high, double tolerance = 0) {
  return find_root(f, low, high, f(low), f(high), tolerance);
}

}  // namespace

TEST_CASE("roots of rising, falling, steep and flat functions") {
  CHECK(root([](double x) { return x * x - 2; }, 0, 2) == doctest::Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(root([](double x) { return 2 - x * x; }, 0, 2) == doctest::Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(root([](double x) { return std::expm1(50 * (x - 0.9)); }, 0, 1) == doctest::Approx(0.9).epsilon(1e-14));
  CHECK(root([](double x) { return std::pow(x - 0.3, 3); }, 0, 1) == doctest::Approx(0.3).epsilon(1e-3));
}

TEST_CASE("a root at an end is that end") {
  const auto line = [](double x) { return x; };
  CHECK(root(line, 0, 1) == 0);
  CHECK(root(line, -1, 0) == 0);
}

TEST_CASE("it stops once the value is within the tolerance, and after a bounded number of evaluations") {
  int evaluations = 0;
  const auto counted = [&](double x) {
    ++evaluations;
    return x * x * x - 0.5;
  };
  const double loose = find_root(counted, 0.0, 1.0, -0.5, 0.5, 0.01);
  CHECK(std::abs(loose * loose * loose - 0.5) <= 0.01);
  CHECK(evaluations < 10);

  evaluations = 0;
  const auto jump = [&](double x) {
    ++evaluations;
    return x < 0.7 ? -1.0 : 1.0;
  };
  CHECK(find_root(jump, 0.0, 1.0, -1.0, 1.0, 0.0) == doctest::Approx(0.7).epsilon(1e-12));
  CHECK(evaluations <= 100);
}

TEST_CASE("single precision") {
  const float found = find_root([](float x) { return x * x - 2; }, 0.0f, 2.0f, -2.0f, 2.0f, 0.0f);
  CHECK(found == doctest::Approx(std::sqrt(2.0f)).epsilon(2e-7));
}
