#pragma once
/// \file Root of a polynomial that rises or falls throughout an interval.

#include <array>
#include <cmath>
#include <cstddef>

namespace slipburst::host {

/// Argument between `from` and `to` at which the polynomial is within `tolerance` of a value, by Newton's method within
/// a bracket.
/// \param coefficients  lowest power first
/// \param value  between the values `at_from` and `at_to` at the ends
template <std::size_t N>
double monotone_root(const std::array<double, N>& coefficients, double value, double from, double to, double at_from,
                     double at_to, double tolerance) {
  constexpr int max_steps = 100;
  const bool rises = at_to > at_from;
  double low = from, high = to;
  double x = at_from == at_to ? from : from + (to - from) * ((value - at_from) / (at_to - at_from));
  for (int i = 0; i < max_steps; ++i) {
    double sum = coefficients[N - 1], slope = 0;
    for (std::size_t k = N - 1; k-- > 0;) {
      slope = slope * x + sum;
      sum = sum * x + coefficients[k];
    }
    const double rest = sum - value;
    if (std::abs(rest) <= tolerance) return x;
    ((rest < 0) == rises ? low : high) = x;
    const double next = x - rest / slope;
    const double middle = low + 0.5 * (high - low);
    const double before = x;
    x = next > low && next < high ? next : middle;
    if (x == before) return x;
  }
  return x;
}

}  // namespace slipburst::host
