#pragma once
/// \file How many events an exposure draws, and when each happens: by the 1/t law, or under a history.

#include <cstdint>
#include <memory>
#include <vector>

#include "host/model/exposure.hpp"
#include "host/release/release_slices.hpp"

namespace slipburst::host {

/// Precondition of all: the case has an area.
class BurstTimes {
 public:
  BurstTimes(const Case& c, const Exposure& exposure, std::uint64_t seed);

  /// Mean number of lines that leave within the exposure.
  double expected_events() const { return expected_events_; }
  /// Mean number of events to draw. It is the same where events come as 1/t; under a history some that are drawn do not
  /// happen.
  double expected_draws() const { return expected_draws_; }
  /// Whether every event happens, its stress that of the case.
  bool plain() const { return slices_ == nullptr; }

  /// An event with its time; not one if `happens` is false.
  struct Event {
    bool happens;
    double time_s;
    release::Stress stress;
  };
  /// The same bits everywhere: from random::Purpose::release_time and, under a history, pin_strength.
  Event operator()(std::uint64_t index) const;

 private:
  std::uint64_t seed_;
  ReleaseTime release_time_;
  double expected_events_, expected_draws_;
  std::unique_ptr<const FilmHistory> history_;
  std::unique_ptr<const ReleaseSlices> slices_;
  std::vector<double> begin_;  ///< share of the draws before each slice
};

}  // namespace slipburst::host
