#pragma once
/// \file Number and times of the events of an exposure: by the 1/t law, or under a history.

#include <cstdint>
#include <memory>
#include <vector>

#include "host/model/exposure.hpp"
#include "host/release/release_slices.hpp"

namespace slipburst::host {

/// Times of the events of an exposure.
/// Precondition: the case has an area.
class BurstTimes {
 public:
  BurstTimes(const Case& c, const Exposure& exposure, std::uint64_t seed);

  /// Mean number of lines that leave within the exposure.
  double expected_events() const { return expected_events_; }
  /// Mean number of events to draw: equal to expected_events() under the 1/t law; under a history some drawn events do
  /// not happen.
  double expected_draws() const { return expected_draws_; }
  /// Whether every event happens, under the stress of the case.
  bool plain() const { return slices_ == nullptr; }
  /// Time of an event by the 1/t law, from its random words of random::Purpose::release_time.
  const release::LogUniformTime& plain_time() const { return release_time_.of_words(); }
  /// Bounds of the stresses of all events. Precondition: not plain().
  release::StressBounds stresses() const { return slices_->view().stresses(); }

  /// Drawn event with its time; no event if `happens` is false.
  struct Event {
    bool happens;
    double time_s;
    release::Stress stress;
  };
  /// Event of an index, with the same bits on every machine: from random::Purpose::release_time and, under a history,
  /// pin_strength.
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
