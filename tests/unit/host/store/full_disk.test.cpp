#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "host/store/input_file.hpp"
#include "host/store/output_file.hpp"
#include "unit/host/files/scratch_folder.hpp"
#include "unit/host/files/small_disk.hpp"

using slipburst::host::OutputFile;
using namespace slipburst::testing;

namespace {

void write_file(const std::string& path, std::uint64_t values) {
  OutputFile file(path, "slipburst-table");
  file.dataset("/values", std::vector<double>(values, 1.0), {"1", "ones"});
  file.commit();
}

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
  const SmallDisk disk(folder.path(), "size=64k");
  if (!disk.mounted()) {
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
}
