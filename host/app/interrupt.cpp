#include "host/app/interrupt.hpp"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace slipburst::host {
namespace {

std::atomic<bool> signalled = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void note(int) { signalled = true; }

}  // namespace

void watch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = note;
  action.sa_flags = SA_RESETHAND;
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
  // A limit on the size of files is then a failing write, which is told and leaves no temporary file.
  std::signal(SIGXFSZ, SIG_IGN);
}

void check_interrupt() {
  if (signalled) throw Interrupted();
}

}  // namespace slipburst::host
