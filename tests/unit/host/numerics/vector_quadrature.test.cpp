#include "host/numerics/vector_quadrature.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <vector>

using namespace slipburst;

TEST_CASE("Gauss's nodes rise and integrate polynomials exactly") {
  const std::vector<host::QuadratureNode> even = host::gauss_nodes<8>(1, 3), odd = host::gauss_nodes<7>(1, 3);
  CHECK(even.size() == 8);
  CHECK(odd.size() == 7);
  for (const auto& nodes : {even, odd}) {
    double last = 1, sum = 0;
    for (const host::QuadratureNode& node : nodes) {
      CHECK(node.at > last);
      last = node.at;
      sum += node.weight * std::pow(node.at, 13);
    }
    CHECK(sum == doctest::Approx((std::pow(3.0, 14) - 1) / 14).epsilon(1e-13));
  }
}

TEST_CASE("the bits do not depend on the number of threads") {
  const auto rows_at = [](std::span<const double> points) {
    return [at = std::vector<double>(points.begin(), points.end())](std::size_t i) {
      return host::FunctionRow{std::sqrt(at[i]), std::abs(at[i] - 0.3)};
    };
  };
  const std::vector<double> nodes = {0, 0.1, 0.5, 1};
  const host::VectorIntegral one = host::integrate_together(nodes, rows_at, {1e-9, 1e-18});
  for (const int threads : {2, 5}) {
    const host::VectorIntegral found = host::integrate_together(nodes, rows_at, {1e-9, 1e-18}, {}, threads);
    CHECK(found.value == one.value);
    CHECK(found.error == one.error);
  }
}

TEST_CASE("several functions at once: each meets its goal, and the intervals of a round are prepared together") {
  int rounds = 0, polls = 0;
  std::size_t rows = 0;
  const auto rows_at = [&](std::span<const double> points) {
    ++rounds;
    return [&, at = std::vector<double>(points.begin(), points.end())](std::size_t i) {
      ++rows;
      return host::FunctionRow{std::exp(at[i]), std::abs(at[i] - 0.3), 1e-30 * std::sqrt(at[i])};
    };
  };
  const std::vector<double> nodes = {0, 0.5, 1};
  const host::VectorIntegral found = host::integrate_together(nodes, rows_at, {1e-7, 1e-18}, [&] { ++polls; });
  CHECK(found.value[0] == doctest::Approx(std::exp(1) - 1).epsilon(1e-13));
  CHECK(found.value[1] == doctest::Approx((0.09 + 0.49) / 2).epsilon(1e-7));
  CHECK(found.error[1] <= 1e-7 * found.value[1]);
  CHECK(found.value[2] == doctest::Approx(2e-30 / 3).epsilon(1e-2));  // below the minimum: without a goal
  CHECK(rounds > 2);
  CHECK(rounds <= 13);
  CHECK(rows == 15 * static_cast<std::size_t>(polls));
}
