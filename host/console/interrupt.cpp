#include "host/console/interrupt.hpp"

#include <poll.h>
#include <semaphore.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <initializer_list>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "host/files/unfinished_files.hpp"

namespace slipburst::host {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<bool> signalled = false, heard = false;
std::atomic<Clock::rep> last_moment = Clock::time_point::max().time_since_epoch().count();
std::atomic<std::chrono::milliseconds> patience = Patience::usual;
static_assert(std::atomic<bool>::is_always_lock_free);
sem_t arrived;

std::mutex interruption_mutex;
Interrupted interruption;

Interrupted current_interruption() {
  const std::lock_guard lock(interruption_mutex);
  return interruption;
}

void note(int) {
  const int kept = errno;
  signalled = true;
  sem_post(&arrived);
  errno = kept;
}

/// Whether a line can be written to stderr without blocking, not even on another writer.
bool stderr_takes_a_line() {
  pollfd descriptor{STDERR_FILENO, POLLOUT, 0};
  return ::poll(&descriptor, 1, 0) == 1 && (descriptor.revents & POLLOUT) != 0;
}

/// Body of the thread that ends the program after a signal that no loop notices.
void end_unheard() {
  constexpr std::chrono::milliseconds interval{20};
  while (sem_wait(&arrived) != 0) {
  }
  for (const auto begin = Clock::now(); Clock::now() - begin < patience.load(); std::this_thread::sleep_for(interval)) {
    if (heard) return;
  }
  if (heard) return;
  remove_unfinished_files();
  const Interrupted left = current_interruption();
  if (stderr_takes_a_line()) spdlog::error("interrupted; {}", left.left);
  _exit(left.status);
}

void handle(int signal, int flags) {
  struct sigaction action = {};
  action.sa_handler = note;
  action.sa_flags = flags | SA_RESTART;  // a signal does not make a read of a file fail
  sigaction(signal, &action, nullptr);
}

bool is_ignored(int signal) {
  struct sigaction action = {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void watch_interrupts() {
  sem_init(&arrived, 0, 0);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // signals go to the working thread, not to the new one
  try {
    std::thread(end_unheard).detach();
  } catch (const std::system_error&) {
    spdlog::warn("no thread can be started: signals may be heard late");
  }
  // Batch systems repeat their signals: a repetition must not cut short the stop that the first has begun.
  for (const int signal : {SIGTERM, SIGUSR1, SIGXCPU}) handle(signal, 0);
  if (!is_ignored(SIGHUP)) handle(SIGHUP, 0);
  handle(SIGINT, SA_RESETHAND);
  // Exceeding the limit on file size then makes a write fail, which is reported and leaves no temporary file.
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int signal : {SIGTERM, SIGUSR1, SIGXCPU, SIGHUP, SIGINT}) sigdelset(&before, signal);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void stop_at(Clock::time_point moment) { last_moment = moment.time_since_epoch().count(); }

bool stop_requested() {
  const bool requested = signalled || Clock::now().time_since_epoch().count() >= last_moment;
  if (requested) heard = true;
  return requested;
}

void when_interrupted(Interrupted thrown) {
  const std::lock_guard lock(interruption_mutex);
  interruption = std::move(thrown);
}

void check_interrupt() {
  if (stop_requested()) throw Interrupted(current_interruption());
}

Patience::Patience(std::chrono::milliseconds granted) : before_(patience.exchange(granted)) {}
Patience::~Patience() { patience = before_; }

}  // namespace slipburst::host
