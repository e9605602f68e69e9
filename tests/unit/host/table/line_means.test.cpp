// Means along a line against their closed forms.
#include "host/table/line_means.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace slipburst;
using physics::LineShape;
using physics::Shape;

namespace {

constexpr double bottom = 1e-9;

/// Means of energy(h) over lines to 1, 2, ..., 40.
template <class Energy>
std::vector<double> means(const LineShape& shape, Energy energy) {
  std::vector<double> edges = {bottom}, samples;
  for (int i = 1; i <= 40; ++i) edges.push_back(i);
  for (std::size_t i = 1; i < edges.size(); ++i) {
    for (const double node : host::panel_nodes) {
      samples.push_back(energy(0.5 * (edges[i - 1] + edges[i]) + 0.5 * (edges[i] - edges[i - 1]) * node));
    }
  }
  return host::line_means(shape, edges, samples, 0);
}

}  // namespace

TEST_CASE("a constant energy is its own mean") {
  for (const LineShape shape : {LineShape{}, LineShape{Shape::linear, 0.3}, LineShape{Shape::linear, 1},
                                LineShape{Shape::quadratic, 0}, LineShape{Shape::arched, 0}}) {
    for (const double mean : means(shape, [](double) { return 7.0; })) CHECK(mean == doctest::Approx(7).epsilon(2e-4));
  }
}

TEST_CASE("an energy that grows with height: a half, a third, two thirds of the end value, and offsets between") {
  const auto height = [](double h) { return h; };
  const struct {
    LineShape shape;
    double share;
  } known[] = {{{}, 0.5},
               {{Shape::quadratic, 0}, 1.0 / 3},
               {{Shape::arched, 0}, 2.0 / 3},
               {{Shape::linear, 0.3}, 0.65},
               {{Shape::linear, 1}, 1}};
  for (const auto& [shape, share] : known) {
    const std::vector<double> result = means(shape, height);
    for (std::size_t i = 0; i < result.size(); ++i) {
      CHECK(result[i] == doctest::Approx(share * static_cast<double>(i + 1)).epsilon(1e-8));
    }
  }
}

TEST_CASE("a smooth energy, by integrals in closed form") {
  // E = h^2: the mean of (1 - (1-s)^2)^2 is 8/15, of s^4 1/5, of (f + (1-f) s)^2 (1 + f + f^2)/3.
  const auto square = [](double h) { return h * h; };
  CHECK(means({Shape::arched, 0}, square)[39] == doctest::Approx(1600 * 8 / 15.0).epsilon(1e-8));
  CHECK(means({Shape::quadratic, 0}, square)[39] == doctest::Approx(1600 / 5.0).epsilon(1e-8));
  CHECK(means({Shape::linear, 0.5}, square)[39] == doctest::Approx(1600 * 1.75 / 3).epsilon(1e-8));
  CHECK(means({}, square)[39] == doctest::Approx(1600 / 3.0).epsilon(1e-8));
}

TEST_CASE("shape and position are each other's inverse") {
  for (const LineShape shape :
       {LineShape{}, LineShape{Shape::linear, 0.3}, LineShape{Shape::quadratic, 0}, LineShape{Shape::arched, 0}}) {
    CHECK(shape.height(1) == doctest::Approx(1));
    for (const double s : {0.1, 0.5, 0.99}) CHECK(shape.position(shape.height(s)) == doctest::Approx(s));
    CHECK(shape.position(0.2) == doctest::Approx(shape.offset > 0.2 ? 0 : shape.position(0.2)));
  }
  CHECK(LineShape{Shape::linear, 1}.position(0.999) == 0);
  CHECK(LineShape{Shape::linear, 1}.position(1) == 1);
}
