#pragma once
/// \file Timed runs of a contender, and what they add up to.

#include <optional>
#include <vector>

#include "bench/work.hpp"

namespace slipburst::bench {

struct TimedRun {
  double seconds;
  std::optional<double> kernel_seconds;  ///< of them, those in kernels; nothing where that is not known
  double amount;
};

/// Work that takes some time, done as often as that needs.
class Stopwatch {
 public:
  Stopwatch(Work& work, kernels::Backend& backend) : work_(work), backend_(backend) {}

  /// Warms up, and finds out how often the work is to be done to take `seconds`.
  void warm_up(double seconds);
  TimedRun run();

 private:
  Work& work_;
  kernels::Backend& backend_;
  std::uint64_t times_ = 1;
};

/// Median, minimum, maximum, and their distance over the median as `spread`.
Json summary(std::vector<double> values);

/// `amount`, `repeats`, `per_second`, `wall_seconds` and `kernel_seconds` of runs, one at least.
Json summary(const std::vector<TimedRun>& runs);

}  // namespace slipburst::bench
