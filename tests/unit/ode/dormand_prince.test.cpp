#include "slipburst/ode/dormand_prince.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

namespace ode = slipburst::ode;
using State = ode::Vector<double, 2>;

namespace {

/// y' = n t^(n-1), with the time as second component: y = t^n.
struct Power {
  int n;
  State operator()(const State& s) const { return {{n * std::pow(s[1], n - 1), 1.0}}; }
};

/// y'' = -y.
State oscillator(const State& s) { return {{s[1], -s[0]}}; }

double error_after_a_turn(int steps) {
  const double size = 2 * 3.14159265358979323846 / steps;
  State state{{1, 0}};
  for (int i = 0; i < steps; ++i) state = ode::dormand_prince(oscillator, state, oscillator(state), size).end;
  return std::hypot(state[0] - 1, state[1]);
}

}  // namespace

TEST_CASE("exact for polynomials up to the fifth degree, its dense output up to the fourth") {
  for (int n = 1; n <= 5; ++n) {
    CAPTURE(n);
    const State start{{std::pow(0.5, n), 0.5}};
    const Power f{n};
    const auto step = ode::dormand_prince(f, start, f(start), 1.5);
    CHECK(step.end[0] == doctest::Approx(std::pow(2.0, n)).epsilon(1e-14));
    if (n > 4) continue;
    CHECK(std::abs(step.error()[0]) < 1e-13);
    const ode::DenseOutput<double, 2> dense(step);
    for (const double theta : {0.0, 0.2, 0.5, 0.9, 1.0}) {
      CHECK(dense(0, theta) == doctest::Approx(std::pow(0.5 + 1.5 * theta, n)).epsilon(1e-13));
    }
  }
}

TEST_CASE("fifth order") {
  const double order = std::log2(error_after_a_turn(40) / error_after_a_turn(80));
  CHECK(order > 4.8);
  CHECK(order < 5.2);
}

TEST_CASE("the error estimate is of fifth order in one step, the last stage the first of the next") {
  const State start{{1, 0}};
  const auto coarse = ode::dormand_prince(oscillator, start, oscillator(start), 0.2);
  const auto fine = ode::dormand_prince(oscillator, start, oscillator(start), 0.1);
  const double order = std::log2(std::abs(coarse.error()[1] / fine.error()[1]));
  CHECK(order > 4.5);
  CHECK(order < 6.5);
  CHECK(coarse.k7[0] == oscillator(coarse.end)[0]);
}

TEST_CASE("dense output meets the step's ends with its slopes") {
  const State start{{1, 0}};
  const auto step = ode::dormand_prince(oscillator, start, oscillator(start), 0.5);
  const ode::DenseOutput<double, 2> dense(step);
  for (int i = 0; i < 2; ++i) {
    CHECK(dense(i, 0.0) == step.start[i]);
    CHECK(dense(i, 1.0) == doctest::Approx(step.end[i]).epsilon(1e-15));
    CHECK((dense(i, 1e-6) - dense(i, 0.0)) / 0.5e-6 == doctest::Approx(step.k1[i]).epsilon(1e-5));
    CHECK((dense(i, 1.0) - dense(i, 1 - 1e-6)) / 0.5e-6 == doctest::Approx(step.k7[i]).epsilon(1e-5));
  }
  CHECK(dense(0, 0.5) == doctest::Approx(std::cos(0.25)).epsilon(1e-5));
}
