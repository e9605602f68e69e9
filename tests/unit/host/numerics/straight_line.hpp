#pragma once

#include <span>
#include <vector>

namespace slipburst::testing {

/// Four points near a line.
inline const std::vector<double> x = {1, 2, 3, 5}, y = {2.3, 3.1, 5.6, 8.2}, y_sigma = {0.2, 0.4, 0.3, 0.5};

/// Residuals of the points from p[0] + p[1] x.
inline void line(std::span<const double> p, std::span<double> r) {
  for (std::size_t i = 0; i < r.size(); ++i) r[i] = (p[0] + p[1] * x[i] - y[i]) / y_sigma[i];
}

}  // namespace slipburst::testing
