#include "slipburst/math/elementary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace math = slipburst::math;

TEST_CASE("powers of two are exact") {
  for (int e = -1022; e <= 1023; ++e) CHECK(math::log2(std::ldexp(1.0, e)) == e);
  for (int e = -126; e <= 127; ++e) CHECK(math::log2(std::ldexp(1.0f, e)) == static_cast<float>(e));
  for (int e = -999; e <= 999; ++e) CHECK(math::exp2(static_cast<double>(e)) == std::ldexp(1.0, e));
  for (int e = -119; e <= 119; ++e) CHECK(math::exp2(static_cast<float>(e)) == std::ldexp(1.0f, e));
}

TEST_CASE("log2 and exp2 never fall on a rising grid") {
  double last_log = -1e300, last_exp = 0;
  float last_logf = -1e30f, last_expf = 0;
  for (int i = 0; i <= 40000; ++i) {
    const double x = 1e-6 * std::pow(1e12, i / 40000.0), e = -30 + i * (60 / 40000.0);
    CHECK(math::log2(x) >= last_log);
    CHECK(math::exp2(e) >= last_exp);
    CHECK(math::log2(static_cast<float>(x)) >= last_logf);
    CHECK(math::exp2(static_cast<float>(e)) >= last_expf);
    last_log = math::log2(x);
    last_exp = math::exp2(e);
    last_logf = math::log2(static_cast<float>(x));
    last_expf = math::exp2(static_cast<float>(e));
  }
}

TEST_CASE("log2 near the ends of its mantissa range") {
  const double root_half = std::sqrt(0.5);
  for (const double x : {std::nextafter(root_half, 0.0), root_half, std::nextafter(root_half, 1.0)}) {
    CHECK(math::log2(x) == doctest::Approx(-0.5).epsilon(1e-15));
  }
  CHECK(math::log2(std::nextafter(1.0, 0.0)) < 0);
  CHECK(math::log2(std::nextafter(1.0, 2.0)) > 0);
}

TEST_CASE("log is natural") {
  CHECK(math::log(std::exp(1.0)) == doctest::Approx(1).epsilon(1e-15));
  CHECK(math::log(1.0) == 0);
}

TEST_CASE("the cosine of a turn") {
  double worst = 0;
  for (int i = 0; i <= 100000; ++i) {
    const double t = i / 100000.0;
    worst = std::max(worst, std::abs(math::cos_turns(t) - std::cos(2 * math::pi * t)));
  }
  CHECK(worst < 8e-16);  // the library's argument is rounded too
  CHECK(math::cos_turns(0) == 1);
  CHECK(math::cos_turns(0.5) == -1);
  CHECK(math::cos_turns(0.25) == 0);
}
