#include "host/store/output_file.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/store/format_version.hpp"
#include "host/store/input_file.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace fs = std::filesystem;
using slipburst::host::InputFile;
using slipburst::host::OutputFile;
using namespace slipburst::testing;

namespace {

void write_small_file(const std::string& path) {
  OutputFile file(path, "slipburst-table");
  file.dataset("/nodes/stress_MPa", std::vector<double>{15, 30, 60}, {"MPa", "resolved shear stress of the rows"});
  file.attribute("/", "seed", std::uint64_t{7});
  file.commit();
}

}  // namespace

TEST_CASE("what is written is read back") {
  const ScratchFolder folder;
  const std::string path = folder / "all.h5";
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<double> doubles{0.1, -0.0, std::nan(""), infinity, 1e-308, 5e-324};
  const std::vector<float> floats{0.1f, 3e38f};
  const std::vector<std::uint64_t> counts{0, std::numeric_limits<std::uint64_t>::max()};
  const std::vector<std::int64_t> integers{std::numeric_limits<std::int64_t>::min(), -1, 2};
  const std::string case_text = std::string(100000, '#') + "\nspacing = \"50 nm\"  # ħω < 2Δ\n";
  {
    OutputFile file(path, "slipburst-table");
    file.dataset("/a/b/doubles", doubles, std::array<std::uint64_t, 2>{2, 3}, {"eV", "rows of three"});
    file.dataset("/a/floats", floats, {"1", "two"});
    file.dataset("/counts", counts, {"1", "two"});
    file.dataset("/a/integers", integers, std::array<std::uint64_t, 3>{1, 3, 1}, {"1", "three"});
    file.dataset("/a/none", std::vector<double>{}, {"nm", "an empty array"});
    file.attribute("/", "case_toml", case_text);
    file.attribute("/", "nothing", "");
    file.texts("/a/names", std::vector<std::string>{"µ", "", "three"}, std::array<std::uint64_t, 1>{3}, {"1", "texts"});
    file.texts("/a/no_names", std::vector<std::string>{}, std::array<std::uint64_t, 1>{0}, {"1", "no texts"});
    file.attribute("/a", "number", 0.36);
    file.attribute("/a/b/doubles", "integer", std::int64_t{-5});
    file.attribute("/", "count", std::numeric_limits<std::uint64_t>::max());
    file.commit();
  }
  const InputFile file(path, "slipburst-table");
  const std::vector<double> read = file.dataset<double>("/a/b/doubles");
  REQUIRE(read.size() == doubles.size());
  CHECK(read[0] == 0.1);
  CHECK(std::signbit(read[1]));
  CHECK(std::isnan(read[2]));
  CHECK(read[3] == infinity);
  CHECK(read[4] == 1e-308);
  CHECK(read[5] == 5e-324);
  CHECK(file.shape("/a/b/doubles") == std::vector<std::uint64_t>{2, 3});
  CHECK(file.dataset<float>("/a/floats") == floats);
  CHECK(file.dataset<std::uint64_t>("/counts") == counts);
  CHECK(file.dataset<std::int64_t>("/a/integers") == integers);
  CHECK(file.shape("/a/integers") == std::vector<std::uint64_t>{1, 3, 1});
  CHECK(file.dataset<double>("/a/none").empty());
  CHECK(file.text("/a/none", "unit") == "nm");
  CHECK(file.text("/a/b/doubles", "description") == "rows of three");
  CHECK(file.text("/", "case_toml") == case_text);
  CHECK(file.text("/", "nothing").empty());
  CHECK(file.texts("/a/names") == std::vector<std::string>{"µ", "", "three"});
  CHECK(file.texts("/a/no_names").empty());
  CHECK(file.number("/a", "number") == 0.36);
  CHECK(file.integer("/a/b/doubles", "integer") == -5);
  CHECK(file.count("/", "count") == std::numeric_limits<std::uint64_t>::max());
  CHECK(file.integer("/", "format_version") == slipburst::host::format_version);
}

TEST_CASE("the file appears in commit, alone") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  OutputFile file(path, "slipburst-table");
  file.dataset("/x", std::vector<double>{1}, {"1", "one"});
  CHECK_FALSE(fs::exists(path));
  CHECK(folder.entries() == 1);  // the temporary
  file.commit();
  CHECK(fs::exists(path));
  CHECK(folder.entries() == 1);
}

TEST_CASE("without commit nothing stays, and what was there is untouched") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  { OutputFile file(path, "slipburst-table"); }
  CHECK(folder.entries() == 0);
  write_bytes(path, "older");
  try {
    OutputFile file(path, "slipburst-table");
    file.dataset("/x", std::vector<double>(1000, 1.0), {"1", "ones"});
    throw std::runtime_error("interrupted");
  } catch (const std::runtime_error&) {
  }
  CHECK(read_bytes(path) == "older");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a commit replaces what was there") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_bytes(path, std::string(1 << 20, 'x'));
  write_small_file(path);
  CHECK(InputFile(path, "slipburst-table").dataset<double>("/nodes/stress_MPa").size() == 3);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a symbolic link is followed") {
  const ScratchFolder folder;
  fs::create_directory(folder / "scratch");
  write_bytes(folder / "scratch/real.h5", "older");
  fs::create_symlink("scratch/real.h5", folder / "link.h5");
  write_small_file(folder / "link.h5");
  CHECK(fs::is_symlink(folder / "link.h5"));
  CHECK(InputFile(folder / "scratch/real.h5", "slipburst-table").count("/", "seed") == 7);
}

TEST_CASE("the same content makes the same bytes") {
  const ScratchFolder folder;
  write_small_file(folder / "a.h5");
  write_small_file(folder / "b.h5");
  CHECK(read_bytes(folder / "a.h5") == read_bytes(folder / "b.h5"));
}

TEST_CASE("two files are written at once") {
  const ScratchFolder folder;
  OutputFile first(folder / "a.h5", "slipburst-table");
  OutputFile second(folder / "a.h5", "slipburst-table");
  first.attribute("/", "seed", std::uint64_t{1});
  second.attribute("/", "seed", std::uint64_t{2});
  first.commit();
  second.commit();
  CHECK(InputFile(folder / "a.h5", "slipburst-table").count("/", "seed") == 2);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a path that cannot be written is refused at once") {
  const ScratchFolder folder;
  const auto error = [](const std::string& path) { return input_error([&] { OutputFile(path, "slipburst-table"); }); };
  const std::string missing = error(folder / "none/table.h5");
  CHECK(contains(missing, "none/table.h5"));
  CHECK(contains(missing, "No such file or directory; create the folder first"));
  write_bytes(folder / "file", "x");
  CHECK(contains(error(folder / "file/table.h5"), "Not a directory"));
  CHECK(contains(error(folder.path()), "is a folder: name a file, such as " + folder.path() + "/output.h5"));
  CHECK(contains(error(folder.path() + "/"), "is a folder"));
  CHECK(contains(error(""), "is a folder"));
  CHECK(contains(error("/dev/null"), "is a device or a pipe"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("misuse names the object") {
  const ScratchFolder folder;
  OutputFile file(folder / "table.h5", "slipburst-table");
  const std::vector<double> three{1, 2, 3};
  CHECK_THROWS_WITH_AS(file.dataset("/x", three, std::array<std::uint64_t, 2>{2, 2}, {"1", ""}),
                       doctest::Contains("dataset /x: 3 values do not fill the shape (2, 2)"), std::logic_error);
  file.dataset("/x", three, {"1", ""});
  CHECK_THROWS_WITH_AS(file.dataset("/x", three, {"1", ""}), doctest::Contains("/x is there already"),
                       std::logic_error);
  CHECK_THROWS_WITH_AS(file.attribute("/y", "seed", 1.0), doctest::Contains("seed of /y: there is no such object"),
                       std::logic_error);
  CHECK_THROWS_WITH_AS(file.attribute("/x", "unit", "nm"), doctest::Contains("unit of /x: is there already"),
                       std::logic_error);
}
