#include "host/files/unfinished_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <set>

#include "host/files/replacement_file.hpp"

namespace slipburst::host {
namespace {

struct Unfinished {
  std::timed_mutex mutex;
  std::set<std::string> paths;
};

/// The unfinished files of this process; never destroyed, since another thread may need them while the process ends.
Unfinished& unfinished() {
  static auto* const all = new Unfinished;
  return *all;
}

}  // namespace

int create_unfinished(const std::string& path, mode_t mode) {
  const std::lock_guard lock(unfinished().mutex);
  const int descriptor = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  if (descriptor >= 0) unfinished().paths.insert(path);
  return descriptor;
}

bool rename_unfinished(const std::string& from, const std::string& to) {
  const std::lock_guard lock(unfinished().mutex);
  if (rename_to_free_name(from, to) != 0) return false;
  unfinished().paths.erase(from);
  unfinished().paths.insert(to);
  return true;
}

void forget_unfinished(const std::string& path) noexcept {
  const std::lock_guard lock(unfinished().mutex);
  unfinished().paths.erase(path);
}

void remove_unfinished_files() noexcept {
  // A thread that waits for the file system holds the lock: better leave a file behind than hang at exit.
  constexpr std::chrono::milliseconds longest{100};
  if (!unfinished().mutex.try_lock_for(longest)) return;
  for (const std::string& path : unfinished().paths) unlink(path.c_str());
}

}  // namespace slipburst::host
