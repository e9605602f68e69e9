#pragma once
/// \file Progress of a long loop: a bar on a terminal, log lines at growing intervals elsewhere.

#include <chrono>
#include <cstdint>
#include <string>

#include "host/console/pace.hpp"

namespace slipburst::host {

/// Logs throughput and estimated duration after 1 s, then the progress, and at the end the total duration.
class Progress {
 public:
  /// \param total  number of items  \param noun  name of the items, such as "events"
  /// \param already  items done by an earlier run, not counted in the throughput
  Progress(std::uint64_t total, std::string noun, std::uint64_t already = 0);
  ~Progress();

  /// \param done  items done, those of an earlier run included
  void update(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  void draw_bar(const Pace& pace);
  void log(const Pace& pace);
  void log_end(const Pace& pace) const;

  std::uint64_t total_, already_;
  std::string noun_;
  bool bar_, first_ = true, ended_ = false;
  Clock::time_point begin_, drawn_;
  LogSchedule schedule_;
};

/// Progress of work of unknown length: log lines at growing intervals. Also stops on Ctrl-C.
class Heartbeat {
 public:
  /// \param what  description of the work, such as "integrating segments"
  explicit Heartbeat(std::string what);

  /// \throws Interrupted after a signal
  void operator()();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  Clock::time_point begin_;
  LogSchedule schedule_;
};

}  // namespace slipburst::host
