#pragma once
/// \file Polynomials through nodes, as monomials, the form that cells of a table store.

#include <array>
#include <cstddef>

namespace slipburst::host {

/// Nodes of a bicubic cell along each axis.
inline constexpr std::array<double, 4> cubic_nodes = {0.0, 1.0 / 3, 2.0 / 3, 1.0};

/// Chebyshev points (1 - cos(pi j / 5)) / 2, as literals: a library's cosine may differ between machines.
inline constexpr std::array<double, 6> quintic_nodes = {
    0.0, 0.095491502812526287949, 0.34549150281252628795, 0.65450849718747371205, 0.90450849718747371205, 1.0};

/// Coefficients, lowest power first, of the polynomial through (nodes[i], values[i]); Newton's divided differences.
template <std::size_t N>
std::array<double, N> monomials(const std::array<double, N>& nodes, std::array<double, N> values) {
  for (std::size_t level = 1; level < N; ++level) {
    for (std::size_t i = N - 1; i >= level; --i) {
      values[i] = (values[i] - values[i - 1]) / (nodes[i] - nodes[i - level]);
    }
  }
  std::array<double, N> coefficients{};
  coefficients[0] = values[N - 1];
  for (std::size_t k = N - 1; k-- > 0;) {
    // p <- p (x - node_k) + value_k
    for (std::size_t i = N - 1; i > 0; --i) coefficients[i] = coefficients[i - 1] - nodes[k] * coefficients[i];
    coefficients[0] = values[k] - nodes[k] * coefficients[0];
  }
  return coefficients;
}

template <std::size_t N>
double evaluate(const std::array<double, N>& coefficients, double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

}  // namespace slipburst::host
