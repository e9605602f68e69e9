#include "host/results/burst_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "support/tables.hpp"
#include "unit/host/files/scratch_folder.hpp"
#include "unit/host/files/small_disk.hpp"

using namespace slipburst::host;
using namespace slipburst::testing;
using slipburst::testing::default_table;
using slipburst::testing::make_case;

namespace {

constexpr Exposure exposure{604800, 1209600};
constexpr std::uint64_t events = 200'000;

/// Writes events [first, first + count) and returns the digest of the rows.
std::string write_list(const std::string& path, std::uint64_t first, std::uint64_t count, std::uint64_t at_once,
                       int threads = 1) {
  const slipburst::host::PreparedCase c(make_case());
  const slipburst::host::BurstTimes times(c, exposure, 3);
  BurstDrawer drawer(c, default_table(), times, 3, 0);
  BurstFile file(path, c, {exposure, 199'900, 0}, {"digest", 1e-5});
  for (std::uint64_t done = 0; done < count; done += at_once) {
    BurstColumns bursts;
    drawer.draw(first + done, std::min(at_once, count - done), bursts);
    file.append({&bursts, 1}, threads);
  }
  const std::string digest = file.finish_rows();
  file.commit({3, events, {{first, count}}}, {count, 0}, {run_identity("experiment", c), {}});
  return digest;
}

template <class T>
std::vector<T> column(const std::string& path, const std::string& name) {
  return InputFile(path, "slipburst-bursts").dataset<T>(name);
}

}  // namespace

TEST_CASE("pieces of a list, one after the other, are the list, byte for byte") {
  const ScratchFolder folder;
  const std::string digest = write_list(folder / "whole.h5", 0, events, 65536);
  CHECK(write_list(folder / "again.h5", 0, events, 1000) == digest);
  CHECK(read_bytes(folder / "again.h5") == read_bytes(folder / "whole.h5"));
  write_list(folder / "a.h5", 0, 123'456, 65536);
  write_list(folder / "b.h5", 123'456, events - 123'456, 65536);
  std::vector<std::uint64_t> event = column<std::uint64_t>(folder / "a.h5", "/event");
  const std::vector<std::uint64_t> rest = column<std::uint64_t>(folder / "b.h5", "/event");
  event.insert(event.end(), rest.begin(), rest.end());
  CHECK(event == column<std::uint64_t>(folder / "whole.h5", "/event"));
  for (const char* name : {"/time_s", "/crystal_eV", "/film_eV", "/pin_height_nm", "/stress_MPa", "/line_length_nm"}) {
    std::vector<double> joined = column<double>(folder / "a.h5", name);
    const std::vector<double> second = column<double>(folder / "b.h5", name);
    joined.insert(joined.end(), second.begin(), second.end());
    CHECK(joined == column<double>(folder / "whole.h5", name));
  }
}

TEST_CASE("files are the same, byte for byte, for any number of threads") {
  const ScratchFolder folder;
  write_list(folder / "one.h5", 77, 3 * events, 1'000'000);
  for (const int threads : {2, 3}) {
    write_list(folder / "more.h5", 77, 3 * events, 99'999, threads);
    CHECK(read_bytes(folder / "more.h5") == read_bytes(folder / "one.h5"));
  }
}

TEST_CASE("a full disk is told by whichever thread finds it, and leaves no file") {
  const ScratchFolder folder;
  const std::string path = folder / "list.h5";
  for (const int threads : {1, 2, 3}) {
    for (const std::size_t room : {100, 100'000, 1'000'000, 3'000'000}) {
      const LargestFile limit(room);
      CHECK(contains(input_error([&] { write_list(path, 0, events, 65536, threads); }),
                     path + ": cannot be written: File too large; free some space"));
      CHECK(folder.entries() == 0);
    }
  }
}

TEST_CASE("an error of other work beside the rows reaches the caller") {
  const ScratchFolder folder;
  const PreparedCase c(make_case());
  BurstFile file(folder / "list.h5", c, {exposure, 1, 0}, {"digest", 1e-5});
  for (const int threads : {1, 2, 3}) {
    const BurstFile::OtherWork other{50, [](std::size_t i) {
                                       if (i == 20) throw InputError("turn 20");
                                     }};
    CHECK(input_error([&] { file.append({}, threads, other); }) == "turn 20");
  }
}

TEST_CASE("rows are found by their number and by their event") {
  const ScratchFolder folder;
  const std::string path = folder / "list.h5";
  write_list(path, 0, events, 65536);
  const BurstList list(path);
  const std::vector<std::uint64_t> event = column<std::uint64_t>(path, "/event");
  REQUIRE(list.size() == event.size());
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{65536}, list.size() - 1}) {
    const Burst burst = list.row(index);
    CHECK(burst.event == event[index]);
    CHECK(burst.time_s == column<double>(path, "/time_s")[index]);
    CHECK(burst.film_eV == column<double>(path, "/film_eV")[index]);
    CHECK(list.row_of(burst.event) == index);
  }
  CHECK(list.source().text == make_case().text);
  CHECK(contains(input_error([&] { (void)list.row(list.size()); }),
                 "list.h5: there is no row " + std::to_string(list.size()) + "; rows are 0 to "));
  std::uint64_t silent = 0;
  while (event[silent] == silent) ++silent;
  CHECK(contains(input_error([&] { (void)list.row_of(silent); }), "is not in the list"));
  CHECK(contains(input_error([&] { (void)list.row_of(events); }), "is not in the list"));
}

TEST_CASE("an empty list is a list") {
  const ScratchFolder folder;
  write_list(folder / "empty.h5", 0, 0, 1);
  const BurstList list(folder / "empty.h5");
  CHECK(list.size() == 0);
  CHECK(contains(input_error([&] { (void)list.row(0); }), "empty.h5: the list is empty"));
}
