#include "slipburst/physics/depinning.hpp"

#include <doctest/doctest.h>

#include <cmath>

using slipburst::physics::MottDepinning;

namespace {

constexpr double week = 604800;

}  // namespace

TEST_CASE("rates of Romani (2024), Eq. (5), at one week and 1 cm^2") {
  const MottDepinning depinning(900, 8.9e12);
  const struct { double spacing_nm, rate_hz; } quoted[] = {{30, 204.128}, {50, 73.486}, {100, 18.3715}};
  for (const auto& [spacing_nm, rate_hz] : quoted) {
    const double dislocations = 1e14 / (spacing_nm * spacing_nm);
    CHECK(dislocations * depinning.rate(week) == doctest::Approx(rate_hz).epsilon(3e-6));
  }
}

TEST_CASE("the share that leaves in a window is the integral of the rate") {
  const MottDepinning depinning(900, 8.9e12);
  const double from = week, to = week + 30 * 86400.0;
  const int steps = 2000;  // Simpson's rule
  double integral = 0;
  for (int i = 0; i <= steps; ++i) {
    const int weight = i == 0 || i == steps ? 1 : 2 + 2 * (i % 2);
    integral += weight * depinning.rate(from + (to - from) * i / steps);
  }
  integral *= (to - from) / steps / 3;
  CHECK(depinning.share(from, to) == doctest::Approx(integral).epsilon(1e-10));
}

TEST_CASE("the front at one week") { CHECK(std::abs(MottDepinning(900, 8.9e12).front(week) - 0.0479) < 5e-5); }

TEST_CASE("1 / (Gamma t) in between, less before the first attempt and after the last barrier") {
  const double gamma = 30, attempts = 1e6;
  const MottDepinning depinning(gamma, attempts);
  CHECK(depinning.rate(1) == doctest::Approx(1 / gamma).epsilon(1e-6));
  CHECK(depinning.rate(1e-8) == doctest::Approx(attempts / gamma * (1 - std::exp(-0.01)) / 0.01).epsilon(1e-9));
  CHECK(depinning.rate(1e9) * 1e9 * gamma < 1e-20);
}
