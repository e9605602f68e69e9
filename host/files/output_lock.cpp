#include "host/files/output_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/files/replacement_file.hpp"
#include "host/files/run_files.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view lock_mark = "slipburst lock\n";

std::string content_of(int descriptor) {
  std::array<char, lock_mark.size() + 1> start{};
  const ssize_t size = pread(descriptor, start.data(), start.size(), 0);
  return {start.data(), static_cast<std::size_t>(size > 0 ? size : 0)};
}

/// Whether a new file that no other process knows can be locked. Some file systems without locks report every file as
/// locked by another process.
bool locks_work_beside(const std::string& path) try {
  const ReplacementFile probe(path);
  const int descriptor = open(probe.temporary().c_str(), O_RDWR | O_CLOEXEC);
  const bool locked = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  if (descriptor >= 0) close(descriptor);
  return locked;
} catch (const InputError&) {
  return true;
}

}  // namespace

OutputLock::OutputLock(const std::string& output) : output_(output), path_(output + ".lock") {
  while (descriptor_ < 0) {
    const bool made_here = open_file();
    const bool locks = lock();
    // The last holder may have removed the lock file between open_file() and lock().
    held_ = locks && is_of_the_file();
    if (locks && !held_) {
      close_file();
      continue;
    }
    ours_ = made_here || content_of(descriptor_) == lock_mark;
    // On a full disk the lock file stays empty; a killed process may leave it behind.
    if (made_here) [[maybe_unused]]
      const ssize_t size = pwrite(descriptor_, lock_mark.data(), lock_mark.size(), 0);
  }
}

bool OutputLock::open_file() {
  while (descriptor_ < 0) {
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ >= 0) return true;
    const bool is_there = errno == EEXIST;
    if (is_there) descriptor_ = open(path_.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor_ >= 0 || (is_there && errno == ENOENT)) continue;
    if (errno == ELOOP || errno == EISDIR || errno == ENXIO) refuse_foreign();
    throw InputError(
        fmt::format("{}: cannot be created: {}; {}", path_, std::generic_category().message(errno), remedy_for(errno)));
  }
  struct stat status {};
  const std::string content = content_of(descriptor_);
  if (fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode) || (!content.empty() && content != lock_mark)) {
    close_file();
    refuse_foreign();
  }
  return false;
}

void OutputLock::refuse_foreign() const {
  throw InputError(
      fmt::format("{}: is in the way: it is no lock of slipburst; move it away, or choose another name "
                  "than {}",
                  path_, output_));
}

/// \return whether the file system has locks
bool OutputLock::lock() {
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno != EWOULDBLOCK || !locks_work_beside(path_)) return false;
  close_file();
  throw InputError(
      fmt::format("{}: another run is writing it: wait for its end, or choose another name with -o", output_));
}

void OutputLock::close_file() { close(std::exchange(descriptor_, -1)); }

OutputLock::~OutputLock() {
  if (ours_ && is_of_the_file()) unlink(path_.c_str());
  close_file();
}

bool OutputLock::is_of_the_file() const {
  struct stat own {
  }, there{};
  return fstat(descriptor_, &own) == 0 && lstat(path_.c_str(), &there) == 0 && own.st_ino == there.st_ino &&
         own.st_dev == there.st_dev;
}

}  // namespace slipburst::host
