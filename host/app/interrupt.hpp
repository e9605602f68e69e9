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

/// Takes over SIGINT, SIGTERM and SIGUSR1; a second SIGINT ends the program at once. Ignores SIGXFSZ.
void watch_interrupts();

/// Asks for a stop at a moment, as a signal would.
void stop_at(std::chrono::steady_clock::time_point moment);

/// Whether there was a signal, or the moment has come.
bool stop_requested();

/// What check_interrupt() throws from now on.
void when_interrupted(Interrupted interruption);

/// \throws Interrupted if a stop is requested
void check_interrupt();

}  // namespace slipburst::host
