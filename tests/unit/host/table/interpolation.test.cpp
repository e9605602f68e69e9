#include "host/table/interpolation.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "slipburst/math/elementary.hpp"

using namespace slipburst::host;

TEST_CASE("the polynomial through nodes passes through them") {
  const std::array<double, 6> values{1, -2, 0.5, 7, -3, 11};
  const auto coefficients = monomials(quintic_nodes, values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(evaluate(coefficients, quintic_nodes[i]) == doctest::Approx(values[i]).epsilon(1e-13));
  }
}

TEST_CASE("a polynomial of its degree is found again, lowest power first") {
  const std::array<double, 4> cubic{0.5, -1, 2, 0.25};
  std::array<double, 4> values;
  for (std::size_t i = 0; i < 4; ++i) values[i] = evaluate(cubic, cubic_nodes[i]);
  const auto found = monomials(cubic_nodes, values);
  for (std::size_t i = 0; i < 4; ++i) CHECK(found[i] == doctest::Approx(cubic[i]).epsilon(1e-13));
}

TEST_CASE("evaluate is the sum of powers") {
  CHECK(evaluate(std::array<double, 3>{1, 2, 3}, 0.0) == 1);
  CHECK(evaluate(std::array<double, 3>{1, 2, 3}, 2.0) == 17);
}

TEST_CASE("quintic nodes are Chebyshev's") {
  for (std::size_t j = 0; j < 6; ++j) {
    CHECK(quintic_nodes[j] ==
          doctest::Approx((1 - std::cos(slipburst::math::pi * static_cast<double>(j) / 5)) / 2).epsilon(1e-15));
  }
}
