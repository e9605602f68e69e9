#pragma once
/// \file How fast a long loop goes, when it will be done, and when to say so.

#include <cstdint>
#include <string>

namespace slipburst::host {

/// Where a loop stands.
struct Pace {
  std::uint64_t done, total;  ///< of the whole, with what an earlier run did
  double seconds;             ///< since this run began
  double per_second;          ///< mean of this run alone
  double seconds_to_go;       ///< at that rate; infinite while nothing is done

  double share() const { return total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1; }
};
/// \param already  done before this run
Pace pace_of(std::uint64_t already, std::uint64_t done, std::uint64_t total, double seconds);

/// Moments of a loop that are worth a line: the first, then after 10 s, 20 s, 40 s and so on, at most 5 min apart, so
/// that runs of seconds and of days both fill a page or a few.
class LogSchedule {
 public:
  /// \param first_s  seconds from the beginning to the first line
  explicit LogSchedule(double first_s) : next_s_(first_s) {}

  /// \param seconds  since the beginning, rising. \return Whether a line is due; then the next one is set.
  bool due(double seconds);

 private:
  double next_s_, interval_s_ = 10;
};

/// h:mm:ss, or "unknown" beyond 10^6 h
std::string clock_text(double seconds);

/// For people: "0.12 s" and "43 s" below a minute, h:mm:ss from there on.
std::string duration_text(double seconds);

}  // namespace slipburst::host
