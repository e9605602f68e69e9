#pragma once
/// \file Events of a launch that a lane goes through.

#include <cstdint>

#include "slipburst/random/strata.hpp"

namespace slipburst::kernels {

/// Events of a thread: `together` per round, a grid apart. All threads have as many rounds, so that the threads of a
/// warp can vote; in the last round some threads have fewer events left, or no event. Precondition: a thread has less
/// than 2^31 rounds.
template <int together>
class LaneEvents {
 public:
  /// \param own  number of this thread  \param grid  number of all threads
  SLIPBURST_FUNCTION LaneEvents(const random::EventSequence& events, std::uint64_t own, std::uint64_t grid)
      : event_(events.index(own)), step_(events.stride * grid) {
    if (events.count == 0) return;
    const std::uint64_t last = (events.count - 1) / (grid * together);
    left_ = static_cast<std::uint32_t>(last) + 1;
    for (int k = 0; k < together; ++k) in_last_ += last * grid * together + k * grid + own < events.count;
  }

  SLIPBURST_FUNCTION bool any() const { return left_ > 0; }
  SLIPBURST_FUNCTION bool exists(int k) const { return left_ > 1 || k < in_last_; }
  SLIPBURST_FUNCTION std::uint64_t event(int k) const { return event_ + static_cast<std::uint64_t>(k) * step_; }
  SLIPBURST_FUNCTION void next() {
    event_ += together * step_;
    --left_;
  }

 private:
  std::uint64_t event_, step_;
  std::uint32_t left_ = 0;
  std::int32_t in_last_ = 0;
};

}  // namespace slipburst::kernels
