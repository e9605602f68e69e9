#include "host/results/checkpoint_store.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/files/replacement_file.hpp"
#include "host/store/input_file.hpp"
#include "host/store/seal.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::host {
namespace {

using testing::read_bytes;
using testing::ScratchFolder;
using testing::write_bytes;

const RunIdentity this_run = {{"command", "test"}, {"seed", 1}};
const RunIdentity other_run = {{"command", "test"}, {"seed", 2}};

void save(const CheckpointStore& store, std::uint64_t state) {
  store.save([&](OutputFile& file) { file.attribute("/", "state", state); });
}

/// The state of the newest generation that can be loaded, 0 without any.
std::uint64_t newest(const CheckpointStore& store, std::vector<std::string>* warnings = nullptr) {
  std::uint64_t state = 0;
  const bool loaded = store.load_newest(
      [&](const std::string& path) { state = InputFile(path, "slipburst-checkpoint").count("/", "state"); },
      [&](const std::string& message) {
        if (warnings) warnings->push_back(message);
      });
  CHECK(loaded == (state > 0));
  return state;
}

TEST_CASE("Two generations are kept, and the newest is loaded") {
  const ScratchFolder folder;
  const CheckpointStore store(folder / "out.h5", this_run);
  CHECK_FALSE(store.any());
  CHECK(newest(store) == 0);
  save(store, 1);
  CHECK(newest(store) == 1);
  save(store, 2);
  save(store, 3);
  CHECK(newest(store) == 3);
  CHECK(InputFile(folder / "out.h5.checkpoint.previous", "slipburst-checkpoint").count("/", "state") == 2);
  store.remove();
  CHECK_FALSE(store.any());
}

TEST_CASE("A finished run that is told to stop leaves no checkpoint") {
  const ScratchFolder folder;
  const CheckpointStore store(folder / "out.h5", this_run);
  save(store, 1);
  call_while_checking([] { throw std::runtime_error("told to stop"); });
  store.remove();
  CHECK_FALSE(store.any());
  save(store, 1);
  CHECK_THROWS_WITH(seal_state(folder / "out.h5.checkpoint"), "told to stop");  // checks still call the function
  call_while_checking([] {});
  store.remove();
  CHECK_FALSE(store.any());
  CHECK(folder.entries() == 0);
}

TEST_CASE("Any damage shows, the older generation serves, and is not lost by the next") {
  for (const std::string how : {"flipped", "truncated", "longer", "empty", "text"}) {
    CAPTURE(how);
    const ScratchFolder folder;
    const CheckpointStore store(folder / "out.h5", this_run);
    save(store, 1);
    save(store, 2);
    std::string bytes = read_bytes(store.path());
    if (how == "flipped") bytes[bytes.size() / 3] ^= 1;
    if (how == "truncated") bytes.pop_back();
    if (how == "longer") bytes += "x";
    if (how == "empty") bytes.clear();
    if (how == "text") bytes = "hello";
    write_bytes(store.path(), bytes);
    std::vector<std::string> warnings;
    CHECK(newest(store, &warnings) == 1);
    REQUIRE(warnings.size() == 1);
    const std::string aside = store.path() + ".damaged";
    CHECK(testing::contains(warnings[0], store.path() + ": "));
    CHECK(testing::contains(warnings[0], "; it is put aside as " + aside));
    CHECK(read_bytes(aside) == bytes);
    save(store, 3);
    CHECK(InputFile(folder / "out.h5.checkpoint.previous", "slipburst-checkpoint").count("/", "state") == 1);
    CHECK(newest(store) == 3);
  }
}

TEST_CASE("A state that rests on damaged files gives way to the one before") {
  const ScratchFolder folder;
  const CheckpointStore store(folder / "out.h5", this_run);
  save(store, 1);
  save(store, 2);
  std::string loaded;
  const auto only_the_first = [&](const std::string& path) {
    if (InputFile(path, "slipburst-checkpoint").count("/", "state") == 2) throw DamagedFile("a part is missing");
    loaded = path;
  };
  std::string warning;
  CHECK(store.load_newest(only_the_first, [&](const std::string& message) { warning = message; }));
  CHECK(loaded == store.path() + ".previous");
  CHECK(warning == "a part is missing; it is put aside as " + store.path() + ".damaged");
}

TEST_CASE("What cannot be read or used, but is not damaged, is left alone") {
  const ScratchFolder folder;
  const CheckpointStore store(folder / "out.h5", this_run);
  save(store, 1);
  save(store, 2);
  const auto warn = [](const std::string&) { FAIL("no warning"); };
  const auto refuse = [](const std::string&) { throw InputError("of another run"); };
  CHECK_THROWS_WITH_AS(store.load_newest(refuse, warn), "of another run", InputError);
  CHECK(newest(store) == 2);
  std::filesystem::rename(store.path(), folder / "aside");
  std::filesystem::create_directory(store.path());
  CHECK_THROWS_AS((void)newest(store), InputError);
  CHECK(std::filesystem::is_directory(store.path()));
  CHECK(std::filesystem::exists(store.path() + ".previous"));
}

void write_part(const std::string& path, const RunIdentity& run) {
  OutputFile file(path, "slipburst-bursts");
  write_identity(file, run);
  file.commit();
}

TEST_CASE("Files that are not of this run are kept, whatever their names") {
  const ScratchFolder folder;
  const CheckpointStore store(folder / "out.h5", this_run);
  save(store, 1);
  const std::string checkpoint = read_bytes(store.path());
  const auto no_load = [](const std::string&) {};
  const auto no_warning = [](const std::string&) {};
  // Files of others in place of the previous generation and of the files put aside.
  write_bytes(store.path() + ".previous", "precious");
  write_bytes(store.path() + ".damaged", "more");
  CHECK(store.load_newest(no_load, no_warning));
  CHECK(read_bytes(store.path() + ".damaged-2") == "precious");
  save(store, 2);
  CHECK(read_bytes(store.path() + ".previous") == checkpoint);
  write_part(folder / "out.h5.rows-0", this_run);
  write_part(folder / "out.h5.rows-1", other_run);
  write_bytes(folder / "out.h5.rows-2", "text");
  CHECK(list_parts(folder / "out.h5", this_run, true) == std::vector<std::string>{folder / "out.h5.rows-0"});
  CHECK(list_parts(folder / "out.h5", this_run, false).size() == 2);
  store.remove();
  CHECK_FALSE(store.any());
  CHECK_FALSE(std::filesystem::exists(folder / "out.h5.rows-0"));
  for (const std::string name : {"out.h5.rows-1", "out.h5.rows-2"}) CHECK(std::filesystem::exists(folder / name));
  CHECK(read_bytes(store.path() + ".damaged") == "more");
  CHECK(read_bytes(store.path() + ".damaged-2") == "precious");

  const CheckpointStore other(folder / "out.h5", other_run);
  save(other, 3);
  store.remove();
  CHECK(other.any());
}

TEST_CASE("Only what killed processes have left is removed") {
  const ScratchFolder folder;
  const auto left_behind = [&](const std::string& name) {
    std::string temporary;
    {
      const ReplacementFile file(folder / name);
      temporary = file.temporary();
      std::filesystem::create_hard_link(temporary, folder / "kept");
    }
    std::filesystem::rename(folder / "kept", temporary);  // as if the process had been killed
    return temporary;
  };
  std::vector<std::string> ours, others;
  for (const std::string name : {"out.h5", "out.h5.checkpoint", "out.h5.rows-3", "out.h5.table.checkpoint"}) {
    ours.push_back(left_behind(name));
  }
  others.push_back(left_behind("other.h5"));
  for (const std::string name : {"out.h5.unfinished-12", "out.h5.checkpoint.unfinished-12-0", "out.h5.part-1-2",
                                 "out.h5.rows-3", "out.h5.old", "out.h5.unfinished-a-0"}) {
    others.push_back(folder / name);
    write_bytes(others.back(), "x");
  }
  remove_leftovers(folder / "out.h5");
  for (const std::string& path : ours) CHECK_FALSE(std::filesystem::exists(path));
  for (const std::string& path : others) CHECK(std::filesystem::exists(path));
}

}  // namespace
}  // namespace slipburst::host
