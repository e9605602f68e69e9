#include "host/app/interrupt.hpp"

#include <atomic>
#include <csignal>
#include <initializer_list>
#include <utility>

namespace slipburst::host {
namespace {

std::atomic<bool> signalled = false;
static_assert(std::atomic<bool>::is_always_lock_free);
std::chrono::steady_clock::time_point last_moment = std::chrono::steady_clock::time_point::max();

Interrupted interruption;

void note(int) { signalled = true; }

}  // namespace

void watch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = note;
  // Batch systems repeat theirs: those must not cut short what the first has begun.
  for (const int signal : {SIGTERM, SIGUSR1}) sigaction(signal, &action, nullptr);
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
  // A limit on the size of files is then a failing write, which is told and leaves no temporary file.
  std::signal(SIGXFSZ, SIG_IGN);
}

void stop_at(std::chrono::steady_clock::time_point moment) { last_moment = moment; }

bool stop_requested() { return signalled || std::chrono::steady_clock::now() >= last_moment; }

void when_interrupted(Interrupted thrown) { interruption = std::move(thrown); }

void check_interrupt() {
  if (stop_requested()) throw Interrupted(interruption);
}

}  // namespace slipburst::host
