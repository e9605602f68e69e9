#include "slipburst/ode/controller.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using slipburst::ode::step_factor;

TEST_CASE("the step factor stays within its limits") {
  CHECK(step_factor(0) == 6.0f);
  CHECK(step_factor(1e-30f) == 6.0f);
  CHECK(step_factor(1e30f) == 0.2f);
  CHECK(step_factor(std::numeric_limits<float>::infinity()) == 0.2f);
  CHECK(step_factor(5000) == 0.2f);
}

TEST_CASE("between them it is 0.9 error^(-1/5)") {
  for (const float error : {1e-3f, 0.03f, 0.5f, 1.0f, 2.0f, 100.0f}) {
    CHECK(step_factor(error) == doctest::Approx(0.9 * std::pow(static_cast<double>(error), -0.2)).epsilon(1e-6));
  }
}

TEST_CASE("a larger error never gives a larger step") {
  float last = 6.0f;
  for (float error = 1e-9f; error < 1e7f; error *= 1.1f) {
    CHECK(step_factor(error) <= last);
    last = step_factor(error);
  }
}
