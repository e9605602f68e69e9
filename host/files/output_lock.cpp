#include "host/files/output_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "host/error.hpp"

namespace slipburst::host {

OutputLock::OutputLock(const std::string& output) : path_(output + ".lock") {
  while (!held_) {
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
      throw InputError(fmt::format("{}: cannot be created: {}; choose a folder you may write to", path_,
                                   std::generic_category().message(errno)));
    }
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      const int reason = errno;
      if (reason != EWOULDBLOCK) return;  // no locks here
      close(descriptor_);
      throw InputError(
          fmt::format("{}: another run is writing it: wait for its end, or choose another name with -o", output));
    }
    // Its last holder may have removed it between the two calls.
    held_ = is_of_the_file();
    if (!held_) close(descriptor_);
  }
}

OutputLock::~OutputLock() {
  unlink(path_.c_str());
  close(descriptor_);
}

bool OutputLock::is_of_the_file() const {
  struct stat own {
  }, there{};
  return fstat(descriptor_, &own) == 0 && stat(path_.c_str(), &there) == 0 && own.st_ino == there.st_ino &&
         own.st_dev == there.st_dev;
}

}  // namespace slipburst::host
