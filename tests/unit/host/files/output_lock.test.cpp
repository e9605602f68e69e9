#include "host/files/output_lock.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>

#include "host/base/error.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::host {
namespace {

TEST_CASE("One run at a time writes a file, and the lock goes with it") {
  const testing::ScratchFolder folder;
  const std::string output = folder / "out.h5";
  std::optional<OutputLock> first(std::in_place, output);
  CHECK(first->held());
  CHECK(std::filesystem::exists(output + ".lock"));
  CHECK_THROWS_WITH_AS(
      OutputLock{output},
      (output + ": another run is writing it: wait for its end, or choose another name with -o").c_str(), InputError);
  CHECK(std::filesystem::exists(output + ".lock"));
  const OutputLock other(folder / "other.h5");
  first.reset();
  CHECK_FALSE(std::filesystem::exists(output + ".lock"));
  CHECK(OutputLock(output).held());
}

TEST_CASE("A lock file that nobody holds is no obstacle") {
  const testing::ScratchFolder folder;
  const std::string output = folder / "out.h5";
  std::string mark;
  {
    const OutputLock lock(output);
    mark = testing::read_bytes(output + ".lock");
    CHECK_FALSE(mark.empty());
  }
  testing::write_bytes(output + ".lock", mark);  // left by a process that was killed
  CHECK(OutputLock(output).held());
  CHECK_FALSE(std::filesystem::exists(output + ".lock"));
  CHECK_THROWS_AS(OutputLock(folder / "no/such/folder/out.h5"), InputError);
}

TEST_CASE("A file that is no lock of slipburst is neither removed nor written") {
  const testing::ScratchFolder folder;
  const std::string output = folder / "out.h5", lock = output + ".lock";
  testing::write_bytes(lock, "precious");
  CHECK(testing::input_error([&] { OutputLock{output}; }).starts_with(lock + ": is in the way"));
  CHECK(testing::read_bytes(lock) == "precious");
  std::filesystem::remove(lock);
  testing::write_bytes(lock, "");
  CHECK(OutputLock(output).held());
  CHECK(testing::read_bytes(lock).empty());
  CHECK(std::filesystem::exists(lock));
  std::filesystem::remove(lock);
  for (const bool dangling : {true, false}) {
    if (!dangling) testing::write_bytes(folder / "target", "precious");
    std::filesystem::create_symlink(folder / "target", lock);
    CHECK(testing::input_error([&] { OutputLock{output}; }).starts_with(lock + ": is in the way"));
    CHECK(std::filesystem::exists(folder / "target") != dangling);
    CHECK(std::filesystem::is_symlink(lock));
    std::filesystem::remove(lock);
  }
  CHECK(testing::read_bytes(folder / "target") == "precious");
  REQUIRE(mkfifo(lock.c_str(), 0600) == 0);
  CHECK(testing::input_error([&] { OutputLock{output}; }).starts_with(lock + ": is in the way"));
  std::filesystem::remove(lock);
  std::filesystem::create_directory(lock);
  CHECK(testing::input_error([&] { OutputLock{output}; }).starts_with(lock + ": is in the way"));
}

}  // namespace
}  // namespace slipburst::host
