#include "host/files/run_files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "host/base/error.hpp"
#include "host/files/replacement_file.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::host {
namespace {

using testing::contains;
using testing::input_error;
using testing::read_bytes;
using testing::ScratchFolder;
using testing::write_bytes;

void write_whole(const std::string& path, const std::string& text) {
  ReplacementFile file(path);
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

TEST_CASE("One file is told under all its names") {
  const ScratchFolder folder;
  write_bytes(folder / "a", "x");
  write_bytes(folder / "b", "x");
  std::filesystem::create_symlink("a", folder / "soft");
  std::filesystem::create_hard_link(folder / "a", folder / "hard");
  std::filesystem::create_directory_symlink(folder.path(), folder / "here");
  CHECK(same_file(folder / "a", folder / "soft"));
  CHECK(same_file(folder / "a", folder / "hard"));
  CHECK(same_file(folder / "soft", folder / "here/hard"));
  CHECK_FALSE(same_file(folder / "a", folder / "b"));
  CHECK(same_file(folder / "new", folder / "here/new"));
  CHECK_FALSE(same_file(folder / "new", folder / "other"));
  CHECK_FALSE(same_file(folder / "a", folder / "new"));
  CHECK_FALSE(same_file(folder / "no/folder", folder / "no/folder"));
}

TEST_CASE("An output is no input, whichever is known first, by whatever name") {
  const ScratchFolder folder;
  write_bytes(folder / "in", "x");
  std::filesystem::create_hard_link(folder / "in", folder / "hard");
  std::filesystem::create_symlink("in", folder / "soft");
  for (const std::string name : {"in", "hard", "soft"}) {
    CAPTURE(name);
    const OutputName output("-o", folder / name);
    CHECK(contains(input_error([&] { note_input(folder / "in"); }), "-o " + (folder / name)));
    note_input(folder / "another");
    const ReadingOldResult reading;
    note_input(folder / "in");  // not an input
  }
  note_input(folder / "in");
  for (const std::string name : {"in", "hard", "soft"}) {
    CHECK(contains(input_error([&] { OutputName("--text", folder / name); }), "write to another name"));
  }
  const OutputName one("-o", folder / "new");
  CHECK(contains(input_error([&] { OutputName("--text", folder / "./new"); }), "is the file of -o"));
  CHECK(contains(input_error([&] { note_input(folder / "new"); }), "-o"));
}

TEST_CASE("A file that came to the name of an output meanwhile is not replaced") {
  const ScratchFolder folder;
  const std::string path = folder / "out";
  {
    const OutputName output("-o", path);
    write_bytes(path, "somebody's");
    CHECK(contains(input_error([&] { write_whole(path, "ours"); }), "another file has come there"));
    CHECK(read_bytes(path) == "somebody's");
  }
  const OutputName output("-o", path);  // file present at the start: replacing it was decided then
  write_whole(path, "ours");
  write_whole(path, "again");
  CHECK(read_bytes(path) == "again");
  write_bytes(folder / "in", "input");
  note_input(folder / "in");
  std::filesystem::remove(path);
  std::filesystem::create_hard_link(folder / "in", path);
  CHECK_FALSE(input_error([&] { write_whole(path, "ours"); }) == "no error");
  CHECK(read_bytes(folder / "in") == "input");
  std::filesystem::remove(path);
  write_whole(path, "ours");
  CHECK(read_bytes(path) == "ours");
  CHECK(folder.entries() == 2);
}

TEST_CASE("What is replaced keeps its permissions") {
  const ScratchFolder folder;
  const std::string path = folder / "out";
  for (const mode_t mode : {0600, 0640, 0444, 0755}) {
    write_bytes(path, "before");
    chmod(path.c_str(), mode);
    {
      const ReplacementFile file(path);
      CHECK((mode_of(file.temporary()) & ~(mode | S_IWUSR)) == 0);  // nobody else may read it meanwhile either
    }
    write_whole(path, "after");
    CHECK(mode_of(path) == mode);
    std::filesystem::remove(path);
  }
  const mode_t mask = umask(027);
  write_whole(path, "new");
  umask(mask);
  CHECK(mode_of(path) == 0640);
}

TEST_CASE("Links to nowhere are not followed") {
  const ScratchFolder folder;
  std::filesystem::create_symlink(folder / "nothing", folder / "link");
  std::filesystem::create_symlink("circle", folder / "circle");
  for (const std::string name : {"link", "circle"}) {
    CHECK(contains(input_error([&] { ReplacementFile{folder / name}; }), folder / name + ": is a link to "));
  }
  CHECK_FALSE(std::filesystem::exists(folder / "nothing"));
  CHECK(folder.entries() == 2);
}

TEST_CASE("The name of a temporary tells it from files that are not ours") {
  const ScratchFolder folder;
  const ReplacementFile file(folder / "out");
  CHECK(is_own_temporary(file.temporary()));
  std::filesystem::copy(file.temporary(), file.temporary() + "1");
  CHECK_FALSE(is_own_temporary(file.temporary() + "1"));
  std::filesystem::create_symlink(file.temporary(), folder / "link");
  CHECK_FALSE(is_own_temporary(folder / "link"));
  CHECK_FALSE(is_own_temporary(folder / "out"));
}

}  // namespace
}  // namespace slipburst::host
