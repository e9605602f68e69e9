#include "kernels/backend/threads.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace slipburst::kernels {
namespace {

using Environment = std::function<const char*(const char*)>;

/// Positive number that a variable begins with, as in "4,2" for nested threads; 0 if there is none.
int number_in(const Environment& environment, const char* name) {
  const char* const text = environment(name);
  if (!text) return 0;
  long value = 0;
  const auto read = std::from_chars(text, text + std::strlen(text), value);
  if (read.ec == std::errc::result_out_of_range) return max_threads + 1;
  return static_cast<int>(std::clamp(value, 0L, max_threads + 1L));
}

int processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/// Number of threads, at most `wanted` and including this one, that the system runs side by side.
int startable(int wanted) {
  std::mutex mutex;
  std::condition_variable end;
  bool ended = false;
  std::vector<std::thread> threads;
  try {
    for (int i = 1; i < wanted; ++i) {
      threads.emplace_back([&] {
        std::unique_lock lock(mutex);
        end.wait(lock, [&] { return ended; });
      });
    }
  } catch (const std::system_error&) {  // counted below
  }
  {
    const std::lock_guard lock(mutex);
    ended = true;
  }
  end.notify_all();
  for (std::thread& thread : threads) thread.join();
  return 1 + static_cast<int>(threads.size());
}

}  // namespace

ThreadGrant grant_threads(int asked, const Environment& environment) {
  int wanted = asked;
  const char* by = "--threads";
  for (const char* const name : {"KOKKOS_NUM_THREADS", "OMP_NUM_THREADS"}) {
    if (wanted > 0) break;
    wanted = number_in(environment, name);
    by = name;
  }
  if (wanted == 0) {
    wanted = processors();
    by = "the number of processors";
  }
  const int limit = number_in(environment, "OMP_THREAD_LIMIT");
  int most = wanted;
  std::string why;
  if (most > max_threads) {
    most = max_threads;
    why = "which are too many";
  }
  if (limit > 0 && most > limit) {
    most = limit;
    why = "OMP_THREAD_LIMIT allows " + std::to_string(limit);
  }
  if (const int found = startable(most); found < most) {
    most = found;
    why = "but the system starts no more (ulimit -u, or the limit of a cgroup)";
  }
  if (why.empty()) return {asked, {}};
  const std::string all = wanted > max_threads ? "more than " + std::to_string(max_threads) : std::to_string(wanted);
  return {most, std::to_string(most) + (most == 1 ? " thread is used: " : " threads are used: ") + by + " asks for " +
                    all + ", " + why};
}

}  // namespace slipburst::kernels
