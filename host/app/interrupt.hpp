#pragma once
/// \file Ctrl-C and termination as an exception, so that destructors remove unfinished files.

#include <string>

namespace slipburst::host {

/// Not a std::exception: it is no error, and nothing should catch it by accident.
struct Interrupted {
  std::string left = "nothing was written";  ///< what the work so far has left
};

/// Takes over SIGINT and SIGTERM; a second one ends the program at once. Ignores SIGXFSZ.
void watch_interrupts();

/// \throws Interrupted after a signal
void check_interrupt();

}  // namespace slipburst::host
