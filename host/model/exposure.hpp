#pragma once
/// \file Number and times of the dislocations that depin during an exposure.

#include <cstdint>

#include "host/case/case.hpp"
#include "slipburst/release/log_uniform_time.hpp"

namespace slipburst::host {

/// Interval of data taking, seconds since cooldown. Precondition: 0 < start_s < end_s.
struct Exposure {
  double start_s, end_s;
};

/// Largest relative deviation within an exposure of Romani (2024), Eq. (5) from N / (Gamma t), the law that all
/// functions below assume.
double deviation_from_inverse_time(const Case& c, const Exposure& exposure);

/// Mean number of pinned dislocations that leave: (N / Gamma) ln(t2 / t1), N = area / spacing^2.
/// Precondition: the case has an area.
double expected_events(const Case& c, const Exposure& exposure);

/// Number of events in one exposure, Poisson-distributed, one number for each seed: the least number whose cumulative
/// probability reaches a 64-bit uniform of its own (random::Purpose::burst_count).
/// Precondition: 0 < expected <= max_expected_events.
std::uint64_t poisson_events(double expected, std::uint64_t seed);

/// Greatest expected number of events; beyond it a double cannot tell one event from the next.
inline constexpr double max_expected_events = 1e15;

/// Time of event `index` of a seed: log-uniform in the exposure, from 64 bits of its own
/// (random::Purpose::release_time). All machines give the same bits.
class ReleaseTime {
 public:
  ReleaseTime(const Exposure& exposure, std::uint64_t seed);

  /// Seconds since cooldown.
  double operator()(std::uint64_t index) const;

  /// Time as a function of the two words.
  const release::LogUniformTime& of_words() const { return of_words_; }

 private:
  release::LogUniformTime of_words_;
  std::uint64_t seed_;
};

}  // namespace slipburst::host
