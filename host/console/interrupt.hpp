#pragma once
/// \file Signals and time limits as an exception, so that destructors remove unfinished files.

#include <chrono>
#include <string>

namespace slipburst::host {

/// Request to stop, as an exception. Not a std::exception, so that handlers of errors do not catch it by accident.
struct Interrupted {
  static constexpr int lost = 130;      ///< exit status: the work is lost
  static constexpr int resumable = 75;  ///< exit status, EX_TEMPFAIL: the same command with --resume continues

  std::string left = "nothing was written";  ///< message about the files that the work so far has left
  int status = lost;
};

/// Handles SIGINT, SIGTERM, SIGUSR1, SIGHUP (unless it is ignored, as under nohup) and SIGXCPU; a second SIGINT ends
/// the program at once. Ignores SIGXFSZ.
///
/// Loops poll the request to stop by check_interrupt() or stop_requested(). If no loop polls within the Patience, a
/// separate thread removes the unfinished files and ends the program.
void watch_interrupts();

/// Requests a stop at a moment, as a signal would.
void stop_at(std::chrono::steady_clock::time_point moment);

/// Whether a signal has arrived or the moment of stop_at() has come. If true, the caller must end the work and throw
/// Interrupted.
bool stop_requested();

/// Sets the exception that check_interrupt() throws from now on.
void when_interrupted(Interrupted interruption);

/// \throws Interrupted if a stop is requested
void check_interrupt();

/// Sets, during its lifetime, the maximal time from a request to stop to the next poll. Longer if a loop would still
/// save work at its next poll.
class Patience {
 public:
  static constexpr std::chrono::milliseconds usual{800};  // the program then ends within 1 s of a signal

  explicit Patience(std::chrono::milliseconds patience);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

 private:
  std::chrono::milliseconds before_;
};

}  // namespace slipburst::host
