#pragma once
// Decays in closed form, apart from the code under test.

#include <cmath>
#include <vector>

#include "host/rates/decay_fit.hpp"

namespace slipburst::testing {

/// The integral of rate ((t - origin)/(reference - origin))^exponent, as a difference in long double.
inline double power_law_counts(double from, double to, double rate, double exponent, double origin, double reference) {
  using Long = long double;
  const Long x1 = static_cast<Long>(from) - static_cast<Long>(origin), q = 1 + static_cast<Long>(exponent);
  const Long x2 = static_cast<Long>(to) - static_cast<Long>(origin);
  const Long integral = q == 0 ? std::log(x2 / x1) : (std::pow(x2, q) - std::pow(x1, q)) / q;
  const Long height = std::pow(static_cast<Long>(reference) - static_cast<Long>(origin), -static_cast<Long>(exponent));
  return static_cast<double>(static_cast<Long>(rate) * height * integral);
}

/// Intervals of equal ratio between two times, all with the same relative error; rate is that at sqrt(first * last).
inline std::vector<host::DecayPoint> power_law_points(double rate, double exponent, double origin, double first,
                                                      double last, int intervals, double error) {
  std::vector<host::DecayPoint> points;
  const double reference = std::sqrt(first) * std::sqrt(last);
  for (int i = 0; i < intervals; ++i) {
    const double from = first * std::pow(last / first, static_cast<double>(i) / intervals);
    const double to = first * std::pow(last / first, static_cast<double>(i + 1) / intervals);
    const double counts = power_law_counts(from, to, rate, exponent, origin, reference);
    points.push_back({from, to, counts, error * counts});
  }
  return points;
}

}  // namespace slipburst::testing
