#pragma once
/// \file Progress of a long loop: a bar on a terminal, a log line every ten seconds otherwise.

#include <chrono>
#include <cstdint>
#include <string>

namespace slipburst::host {

class Progress {
 public:
  /// \param total  of what `noun` names, such as "events"
  Progress(std::uint64_t total, std::string noun);
  ~Progress();

  void update(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  void draw_bar(std::uint64_t done) const;

  std::uint64_t total_;
  std::string noun_;
  bool terminal_;
  Clock::time_point begin_, last_;
};

/// For work whose end is not known: a log line every ten seconds. Also stops on Ctrl-C.
class Heartbeat {
 public:
  /// \param what  is being done, such as "integrating segments"
  explicit Heartbeat(std::string what);

  /// \throws Interrupted after a signal
  void operator()();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  Clock::time_point begin_, last_;
};

}  // namespace slipburst::host
