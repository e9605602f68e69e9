#pragma once
/// \file Timed runs of a contender, and their summary.

#include <optional>
#include <vector>

#include "bench/work.hpp"

namespace slipburst::bench {

struct TimedRun {
  double seconds;
  std::optional<double> kernel_seconds;  ///< part of `seconds` spent in kernels; empty where unknown
  double amount;
};

/// Repeats work as often as a run of a given duration needs.
class Stopwatch {
 public:
  Stopwatch(Work& work, kernels::Backend& backend) : work_(work), backend_(backend) {}

  /// Warms up, and finds the number of repetitions that take `seconds`.
  void warm_up(double seconds);
  TimedRun run();

 private:
  Work& work_;
  kernels::Backend& backend_;
  std::uint64_t times_ = 1;
};

/// Median, minimum, maximum, and `spread`: (maximum - minimum) / median.
Json summary(std::vector<double> values);

/// `amount`, `repeats`, `per_second`, `wall_seconds` and `kernel_seconds` of at least one run.
Json summary(const std::vector<TimedRun>& runs);

}  // namespace slipburst::bench
