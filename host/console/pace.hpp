#pragma once
/// \file Throughput and remaining time of a long loop, and the schedule of its log lines.

#include <cstdint>
#include <string>

namespace slipburst::host {

/// Progress and throughput of a loop.
struct Pace {
  std::uint64_t done, total;  ///< items, those of earlier runs included
  double seconds;             ///< time since this run began
  double per_second;          ///< mean throughput of this run alone
  double seconds_to_go;       ///< at per_second; infinite while per_second is 0

  double share() const { return total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1; }
};
/// \param already  items done before this run
Pace pace_of(std::uint64_t already, std::uint64_t done, std::uint64_t total, double seconds);

/// Schedule of log lines: the first, then after 10 s, 20 s, 40 s and so on, at most 5 min apart, so that logs of short
/// and of long runs have moderate lengths.
class LogSchedule {
 public:
  /// \param first_s  seconds from the beginning to the first line
  explicit LogSchedule(double first_s) : next_s_(first_s) {}

  /// Tells whether a line is due, and if so schedules the next. \param seconds  since the beginning, increasing
  bool due(double seconds);

 private:
  double next_s_, interval_s_ = 10;
};

/// Time as h:mm:ss, or "unknown" beyond 10^6 h.
std::string clock_text(double seconds);

/// Duration as readable text: "0.12 s" and "43 s" below a minute, else h:mm:ss.
std::string duration_text(double seconds);

}  // namespace slipburst::host
