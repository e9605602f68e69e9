#pragma once
/// \file What a count says of its mean.

#include <cstdint>

namespace slipburst::host {

struct Interval {
  double low, high;
};

/// Central confidence interval of a Poisson mean (Garwood 1936): with the given probability or more it holds the mean,
/// whatever the mean. \param confidence  by default that of one standard deviation, 68.27 %
Interval poisson_interval(std::uint64_t count, double confidence = 0.682689492137086);

}  // namespace slipburst::host
