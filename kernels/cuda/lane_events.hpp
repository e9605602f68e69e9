#pragma once
/// \file Events of a launch that a lane goes through.

#include <cstdint>

#include "slipburst/random/strata.hpp"

namespace slipburst::kernels {

/// Events of a thread, a grid apart, `together` per round. All threads have as many rounds, so that the threads of a
/// warp can vote; in the last rounds some threads have fewer events left, or no event. Precondition: a thread has less
/// than 2^31 events.
template <int together>
class LaneEvents {
 public:
  /// \param own  number of this thread  \param grid  number of all threads
  SLIPBURST_FUNCTION LaneEvents(const random::EventSequence& events, std::uint64_t own, std::uint64_t grid)
      : event_(events.index(own)), step_(events.stride * grid) {
    const std::uint64_t each = events.count / grid, rest = events.count - each * grid;
    left_ = static_cast<std::int32_t>(each) + (own < rest ? 1 : 0);
    rounds_ = (static_cast<std::int32_t>(each) + (rest > 0 ? together : together - 1)) / together;
  }

  /// Events of this thread that are left.
  SLIPBURST_FUNCTION std::uint32_t left() const { return static_cast<std::uint32_t>(left_ > 0 ? left_ : 0); }
  /// Whether rounds are left.
  SLIPBURST_FUNCTION bool any() const { return rounds_ > 0; }
  /// Whether this thread has an event k in this round.
  SLIPBURST_FUNCTION bool exists(int k) const { return k < left_; }
  SLIPBURST_FUNCTION std::uint64_t event(int k) const { return event_ + static_cast<std::uint64_t>(k) * step_; }
  SLIPBURST_FUNCTION std::uint64_t step() const { return step_; }
  SLIPBURST_FUNCTION void next() { next_from(event_ + together * step_); }
  /// \param event  event(together)
  SLIPBURST_FUNCTION void next_from(std::uint64_t event) {
    event_ = event;
    left_ -= together;
    --rounds_;
  }

 private:
  std::uint64_t event_, step_;
  std::int32_t left_, rounds_;
};

/// Events of a warp by numbers that fit in 32 bits: lane + 32 times the round of a LaneEvents<1>.
class WarpEvents {
 public:
  /// \param first_own  number of the warp's first thread  \param grid  number of all threads
  SLIPBURST_FUNCTION WarpEvents(const random::EventSequence& events, std::uint64_t first_own, std::uint64_t grid)
      : events_(events), first_own_(first_own), grid_(grid) {}

  SLIPBURST_FUNCTION std::uint64_t event(std::uint32_t number) const {
    return events_.index(first_own_ + (number / lanes) * grid_ + number % lanes);
  }

 private:
  static constexpr std::uint32_t lanes = 32;

  random::EventSequence events_;
  std::uint64_t first_own_, grid_;
};

}  // namespace slipburst::kernels
