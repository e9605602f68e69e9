// expm1, log1p, exp_minus and functions made of them against the library in long double, whose own error is far below.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "slipburst/math/elementary.hpp"

using namespace slipburst;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Worst relative error of a function of one argument, over magnitudes from `least` to `most`, of one sign.
template <class Function, class Exact>
double worst_error(double sign, double least, double most, Function function, Exact exact) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> magnitude(std::log(least), std::log(most));
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double x = sign * std::exp(magnitude(random));
    const long double truth = exact(static_cast<long double>(x));
    const long double error = (static_cast<long double>(function(x)) - truth) / truth;
    worst = std::max(worst, static_cast<double>(std::abs(error)));
  }
  return worst;
}

}  // namespace

TEST_CASE("expm1 keeps its digits from 1e-300 to 690") {
  const auto exact = [](long double x) { return std::expm1(x); };
  for (const double sign : {-1.0, 1.0}) {
    CHECK(worst_error(sign, 1e-300, 1e-3, math::expm1, exact) < 5e-16);
    CHECK(worst_error(sign, 1e-3, 1, math::expm1, exact) < 5e-16);
    CHECK(worst_error(sign, 1, 690, math::expm1, exact) < 5e-16);
  }
  CHECK(math::expm1(0) == 0);
}

TEST_CASE("log1p_ratio keeps its digits from 1e-300 on, and close to -1") {
  const auto exact = [](long double x) { return std::log1p(x) / x; };
  CHECK(worst_error(1, 1e-300, 1e-3, math::log1p_ratio, exact) < 1e-15);
  CHECK(worst_error(1, 1e-3, 1e3, math::log1p_ratio, exact) < 1e-15);
  CHECK(worst_error(1, 1e3, 1e300, math::log1p_ratio, exact) < 1e-15);
  CHECK(worst_error(-1, 1e-300, 1e-3, math::log1p_ratio, exact) < 1e-15);
  CHECK(worst_error(-1, 1e-3, 1 - 1e-9, math::log1p_ratio, exact) < 1e-15);
  CHECK(math::log1p_ratio(0) == 1);
}

TEST_CASE("one_minus_exp keeps its digits, and is 1 at infinity") {
  const auto exact = [](long double x) { return -std::expm1(-x); };
  CHECK(worst_error(1, 1e-300, 1e-3, math::one_minus_exp, exact) < 5e-16);
  CHECK(worst_error(1, 1e-3, 1e300, math::one_minus_exp, exact) < 5e-16);
  CHECK(math::one_minus_exp(0) == 0);
  CHECK(math::one_minus_exp(infinity) == 1);
}

TEST_CASE("exp_minus keeps its digits as far as numbers are normal, and is 0 beyond") {
  const auto exact = [](long double x) { return std::exp(-x); };
  CHECK(worst_error(1, 1e-300, 1, math::exp_minus, exact) < 1e-15);
  CHECK(worst_error(1, 1, 708, math::exp_minus, exact) < 1e-15);
  CHECK(math::exp_minus(0) == 1);
  CHECK(math::exp_minus(710) == 0);
  CHECK(math::exp_minus(infinity) == 0);
}
