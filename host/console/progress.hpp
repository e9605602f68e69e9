#pragma once
/// \file Progress of a long loop: a bar where a person watches, log lines at growing intervals elsewhere.

#include <chrono>
#include <cstdint>
#include <string>

#include "host/console/pace.hpp"

namespace slipburst::host {

/// Logs rate and end after a second, then how it stands, and at the end what it took.
class Progress {
 public:
  /// \param total  of what `noun` names, such as "events"
  /// \param already  of them done by an earlier run: they do not count for the rate
  Progress(std::uint64_t total, std::string noun, std::uint64_t already = 0);
  ~Progress();

  /// \param done  of the total, with what was done already
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

/// For work whose end is not known: log lines at growing intervals. Also stops on Ctrl-C.
class Heartbeat {
 public:
  /// \param what  is being done, such as "integrating segments"
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
