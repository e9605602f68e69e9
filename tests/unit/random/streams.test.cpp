#include "slipburst/random/streams.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>

namespace math = slipburst::math;
using slipburst::random::uniform32;
using slipburst::random::uniform64;

TEST_CASE("the ends of the 64-bit uniform") {
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(uniform64(0, 0) == std::ldexp(1.0, -65));
  CHECK(uniform64(1, 0) == 1.5 * std::ldexp(1.0, -64));  // relative resolution near zero
  CHECK(uniform64(ones, ones) == 1.0);                   // rounded up
  CHECK(-math::log2(uniform64(0, 0)) == 65);
  const double least = -math::log2(uniform64(ones, ones));
  CHECK(least == 0);
  for (const std::uint32_t high : {0u, 1u, 0x80000000u, ones}) {
    for (const std::uint32_t low : {0u, 1u, 0x80000000u, ones}) {
      const double u = uniform64(low, high);
      CHECK(u == doctest::Approx((high * 4294967296.0 + low + 0.5) * 0x1p-64).epsilon(1e-15));
      CHECK(u > 0);
      CHECK(u <= 1);
    }
  }
}

TEST_CASE("the ends of the 32-bit uniform") {
  CHECK(uniform32(0) == std::ldexp(1.0, -33));
  CHECK(uniform32(0xffffffff) == 1 - std::ldexp(1.0, -33));
  CHECK(uniform32(0x80000000) == 0.5 + std::ldexp(1.0, -33));
}
