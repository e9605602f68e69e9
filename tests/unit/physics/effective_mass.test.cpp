#include "slipburst/physics/effective_mass.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

namespace physics = slipburst::physics;

TEST_CASE("the least distance is that of L = 1/2") {
  CHECK(physics::reduced_distance(0.5) == doctest::Approx(std::sqrt(2 * std::exp(1.0))).epsilon(1e-15));
  CHECK(physics::reduced_distance(0.5) == doctest::Approx(physics::min_reduced_distance).epsilon(1e-15));
  CHECK(physics::max_frequency == doctest::Approx(std::exp(-0.5)).epsilon(1e-16));
  CHECK(physics::min_root == doctest::Approx(std::sqrt(0.5)).epsilon(1e-16));
}

TEST_CASE("L is held at and below the least distance") {
  for (const double y : {0.0, 1e-300, 1.0, physics::min_reduced_distance}) CHECK(physics::logarithm_at(y) == 0.5);
  CHECK(physics::logarithm_at(1.0f) == 0.5f);
}

TEST_CASE("logarithm_at inverts reduced_distance") {
  for (const double logarithm : {0.501, 0.51, 0.6, 1.0, 2.39, 5.0, 12.0, 100.0}) {
    CAPTURE(logarithm);
    const double y = physics::reduced_distance(logarithm);
    CHECK(y == doctest::Approx(std::exp(logarithm) / std::sqrt(logarithm)).epsilon(1e-13));
    // A rounding of y moves L by 2 L / (2 L - 1) times as much.
    const double slope = 2 * logarithm / (2 * logarithm - 1);
    CHECK(std::abs(physics::logarithm_at(y) - logarithm) < 3e-15 * logarithm * (1 + slope));
    const auto single = static_cast<float>(logarithm);
    if (logarithm > 50) continue;
    CHECK(physics::logarithm_at(physics::reduced_distance(single)) ==
          doctest::Approx(logarithm).epsilon(1e-6 * (1 + slope)));
  }
}

TEST_CASE("L rises with the distance") {
  double last = 0.5;
  for (double y = physics::min_reduced_distance * (1 + 1e-12); y < 1e6; y *= 1.01) {
    const double logarithm = physics::logarithm_at(y);
    CHECK(logarithm > last);
    last = logarithm;
  }
}
