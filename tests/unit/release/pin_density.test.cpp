#include "slipburst/release/pin_density.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <vector>

using slipburst::release::PinDensity;

TEST_CASE("without anything it is flat") {
  for (const double eta : {0.0, 0.0479, 0.5, 1.0}) CHECK(PinDensity{}.log2_density(eta) == 0);
}

TEST_CASE("exponential, 1 at its origin") {
  for (const double slope : {-2.0, 0.41, 0.95}) {
    const PinDensity density{slope * 900 / std::log(2.0), 0.0479};
    CHECK(density.log2_density(0.0479) == 0);
    for (const double eta : {0.0, 0.01, 0.1, 1.0}) {
      const double expected = slope * 900 * (eta - 0.0479);
      CHECK(density.log2_density(eta) * std::log(2.0) == doctest::Approx(expected).epsilon(1e-13));
    }
  }
}

TEST_CASE("tabulated: linear between nodes, nothing outside") {
  const std::vector<double> eta{0.01, 0.02, 0.05, 0.050001, 0.3}, value{1, 4, 4, 0, 2};
  const PinDensity density{0, 0, eta.front(), eta.back(), eta.data(), value.data(), 5};
  const auto at = [&](double x) { return std::exp2(density.log2_density(x)); };
  for (const double outside : {0.0, 0.00999, 0.3000001, 1.0}) CHECK(density.log2_density(outside) == PinDensity::none);
  for (std::size_t i = 0; i < eta.size(); ++i) CHECK(at(eta[i]) == doctest::Approx(value[i]));
  CHECK(at(0.0125) == doctest::Approx(1.75));
  CHECK(at(0.035) == doctest::Approx(4));
  CHECK(at(0.0500005) == doctest::Approx(2).epsilon(1e-6));
  CHECK(at(0.17) == doctest::Approx(2 * (0.17 - 0.050001) / (0.3 - 0.050001)));
  CHECK(density.log2_density(0.050001) == PinDensity::none);
}
