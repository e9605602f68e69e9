#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/files/input_file.hpp"
#include "host/files/output_file.hpp"
#include "unit/host/files/scratch_folder.hpp"

using slipburst::host::OutputFile;
using namespace slipburst::host::testing;

namespace {

void write_file(const std::string& path, std::uint64_t values) {
  OutputFile file(path, "slipburst-table", 1);
  file.dataset("/values", std::vector<double>(values, 1.0), {"1", "ones"});
  file.commit();
}

/// The largest file this process may write: what is beyond fails as on a full disk, without the right to mount one.
class LargestFile {
 public:
  explicit LargestFile(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~LargestFile() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  LargestFile(const LargestFile&) = delete;
  LargestFile& operator=(const LargestFile&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace

TEST_CASE("a file that grows too large leaves the older one and no other") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_file(path, 10);
  const std::string older = read_bytes(path);
  {
    const LargestFile limit(100000);
    const std::string error = input_error([&] { write_file(path, 100000); });
    CHECK(contains(error, path + ": cannot be written: File too large; free some space"));
  }
  CHECK(read_bytes(path) == older);
  CHECK(folder.entries() == 1);
  write_file(path, 100000);  // the failure leaves nothing behind that would stop this one
  CHECK(read_bytes(path).size() > 800000);
}

TEST_CASE("a full disk leaves the older file and no other") {
  const ScratchFolder folder;
  // A mount that only this process sees, and that ends with it.
  if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("none", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
    MESSAGE("skipped: a small file system cannot be mounted here");
    return;
  }
  const std::string path = folder / "table.h5";
  write_file(path, 10);
  const std::string older = read_bytes(path);
  const std::string error = input_error([&] { write_file(path, 100000); });
  CHECK(contains(error, path + ": cannot be written: No space left on device; free some space"));
  CHECK(read_bytes(path) == older);
  CHECK(folder.entries() == 1);
  std::filesystem::remove(path);
  CHECK(umount(folder.path().c_str()) == 0);
}
