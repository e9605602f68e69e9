#pragma once
/// \file Significance of a deviation. Seeds are fixed: a test that passes once passes always, and the stated
/// probability is that a correct change of the random streams would fail it.

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

namespace slipburst::testing {

/// Probability of a chi-square at least this large.
inline double chi_square_probability(double chi_square, double freedom) {
  return boost::math::gamma_q(0.5 * freedom, 0.5 * chi_square);
}

/// Probability of counts deviating from equal expectations as much as these.
inline double uniformity_probability(const std::vector<std::uint64_t>& counts) {
  double sum = 0, chi_square = 0;
  for (const std::uint64_t count : counts) sum += static_cast<double>(count);
  const double expected = sum / static_cast<double>(counts.size());
  for (const std::uint64_t count : counts) {
    const double difference = static_cast<double>(count) - expected;
    chi_square += difference * difference / expected;
  }
  return chi_square_probability(chi_square, static_cast<double>(counts.size()) - 1);
}

/// Standard deviation of the share of `count` draws that have probability p.
inline double share_deviation(double p, double count) { return std::sqrt(p * (1 - p) / count); }

}  // namespace slipburst::testing
