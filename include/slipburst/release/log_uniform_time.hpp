#pragma once
/// \file Release times by the 1/t law.

#include <cstdint>

#include "slipburst/random/streams.hpp"

namespace slipburst::release {

/// Time of a release by the 1/t law: log-uniform in an interval of times since cooldown, from two random words.
/// Precondition: 0 < start < end.
class LogUniformTime {
 public:
  SLIPBURST_FUNCTION LogUniformTime(double start, double end)
      : start_(start), end_(end), log2_ratio_(math::log2(end / start)) {}

  SLIPBURST_FUNCTION double operator()(std::uint32_t low, std::uint32_t high) const {
    const double time = start_ * math::exp2(random::uniform64(low, high) * log2_ratio_);
    return time < start_ ? start_ : (time > end_ ? end_ : time);
  }

 private:
  double start_, end_, log2_ratio_;
};

}  // namespace slipburst::release
