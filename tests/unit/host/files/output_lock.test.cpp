#include "host/files/output_lock.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>

#include "host/error.hpp"
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
  testing::write_bytes(output + ".lock", "");
  CHECK(OutputLock(output).held());
  CHECK_THROWS_AS(OutputLock(folder / "no/such/folder/out.h5"), InputError);
}

}  // namespace
}  // namespace slipburst::host
