// log2, exp2 and the inverse of the reduced distance against 40-digit values.
#include "slipburst/math/elementary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "slipburst/physics/effective_mass.hpp"
#include "support/csv.hpp"

using namespace slipburst;

TEST_CASE("log2") {
  for (const testing::CsvRow& row : testing::Csv("log2_reference.csv")) {
    CAPTURE(row.text());
    const double x = row.number("x"), exact = row.number("log2_x");
    CHECK(std::abs(math::log2(x) - exact) <= 3e-16 * std::abs(exact));
    const auto single = static_cast<float>(x);
    if (!std::isnormal(single)) continue;
    const double reference = std::log2(static_cast<double>(single));
    CHECK(std::abs(static_cast<double>(math::log2(single)) - reference) <= 3e-7 * std::abs(reference) + 1e-7);
  }
}

TEST_CASE("exp2") {
  for (const testing::CsvRow& row : testing::Csv("exp2_reference.csv")) {
    CAPTURE(row.text());
    const double x = row.number("x"), exact = row.number("exp2_x");
    CHECK(std::abs(math::exp2(x) - exact) <= 4e-16 * exact);
    const auto single = static_cast<float>(x);
    if (!(std::abs(single) < 120.0f)) continue;
    const double reference = std::exp2(static_cast<double>(single));
    CHECK(std::abs(static_cast<double>(math::exp2(single)) - reference) <= 2e-7 * reference);
  }
}

TEST_CASE("the logarithm of a reduced distance") {
  for (const testing::CsvRow& row : testing::Csv("log_factor_reference.csv")) {
    CAPTURE(row.text());
    const double y = row.number("y"), exact = row.number("log_factor");
    // A rounding of y moves L by so much; near the least distance the square root of it.
    const double slope = 2 * exact / (2 * exact - 1);
    const double shift = std::min(3e-16 * slope, 2e-8);
    CHECK(std::abs(physics::logarithm_at(y) - exact) <= 4e-15 * exact + 2 * shift);
  }
}
