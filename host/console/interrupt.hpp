#pragma once
/// \file Signals and time limits as an exception, so that destructors remove unfinished files.

#include <chrono>
#include <string>

namespace slipburst::host {

/// Not a std::exception: it is no error, and nothing should catch it by accident.
struct Interrupted {
  static constexpr int lost = 130;      ///< exit status: what was done is lost
  static constexpr int resumable = 75;  ///< exit status, EX_TEMPFAIL: the same command with --resume goes on

  std::string left = "nothing was written";  ///< what the work so far has left
  int status = lost;
};

/// Takes over SIGINT, SIGTERM, SIGUSR1, SIGHUP (unless it is ignored, as under nohup) and SIGXCPU; a second SIGINT ends
/// the program at once. Ignores SIGXFSZ.
///
/// Loops ask for the request to stop, by check_interrupt() or stop_requested(). Where none does for as long as the
/// Patience lasts, a thread of its own removes the unfinished files and ends the program.
void watch_interrupts();

/// Asks for a stop at a moment, as a signal would.
void stop_at(std::chrono::steady_clock::time_point moment);

/// Whether there was a signal, or the moment has come. Who is told so ends the work and leaves by Interrupted.
bool stop_requested();

/// What check_interrupt() throws from now on.
void when_interrupted(Interrupted interruption);

/// \throws Interrupted if a stop is requested
void check_interrupt();

/// While it lives: how long a request to stop may go unheard. Longer where a loop that is about to ask would save work.
class Patience {
 public:
  static constexpr std::chrono::milliseconds usual{800};  // within a second, with the time to end

  explicit Patience(std::chrono::milliseconds patience);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

 private:
  std::chrono::milliseconds before_;
};

}  // namespace slipburst::host
