#include "host/store/streamed_column.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/store/input_file.hpp"
#include "unit/host/files/scratch_folder.hpp"
#include "unit/host/files/small_disk.hpp"
#include "unit/host/store/sealed.hpp"

using namespace slipburst::host;
using namespace slipburst::testing;

#if defined(__SANITIZE_ADDRESS__)
// HDF5 never frees the objects of a file that it cannot close.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }
#endif

namespace {

constexpr std::size_t chunk = StreamedColumn<double>::chunk;

/// Numbers that do not compress.
std::vector<double> random_numbers(std::size_t count) {
  std::mt19937_64 engine(5);
  std::vector<double> values(count);
  for (double& value : values) value = static_cast<double>(engine() >> 11);
  return values;
}

/// Appends in parts of that size.
void write_column(const std::string& path, std::span<const double> values, std::size_t part) {
  OutputFile file(path, "slipburst-bursts", Storage::disk);
  StreamedColumn<double> column(file, "/group/x", {"nm", "numbers"});
  while (!values.empty()) {
    const std::size_t count = std::min(part, values.size());
    column.append(values.subspan(0, count));
    values = values.subspan(count);
  }
  column.finish();
  file.attribute("/", "seed", std::uint64_t{7});
  file.commit();
}

std::vector<double> read_column(const std::string& path) {
  return InputFile(path, "slipburst-bursts").dataset<double>("/group/x");
}

}  // namespace

TEST_CASE("a column is read back whole, however it was cut, from the same bytes") {
  const ScratchFolder folder;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 3 * chunk + 17}) {
    CAPTURE(size);
    const std::vector<double> values = random_numbers(size);
    write_column(folder / "a.h5", values, 1000);
    write_column(folder / "b.h5", values, 2 * chunk + 3);
    CHECK(read_column(folder / "a.h5") == values);
    CHECK(read_bytes(folder / "a.h5") == read_bytes(folder / "b.h5"));
  }
}

TEST_CASE("a column that compresses as far as can be is read back") {
  const ScratchFolder folder;
  const std::vector<double> zeros(3 * chunk + 17);
  write_column(folder / "a.h5", zeros, chunk);
  CHECK(read_column(folder / "a.h5") == zeros);
}

TEST_CASE("part of a column is read by its rows") {
  const ScratchFolder folder;
  std::vector<double> values(2 * chunk + 5);
  std::iota(values.begin(), values.end(), 0.0);
  write_column(folder / "a.h5", values, chunk);
  const InputFile file(folder / "a.h5", "slipburst-bursts");
  CHECK(file.rows<double>("/group/x", chunk - 1, 3) == std::vector<double>{static_cast<double>(chunk - 1),
                                                                           static_cast<double>(chunk),
                                                                           static_cast<double>(chunk + 1)});
  CHECK(file.rows<double>("/group/x", values.size(), 0).empty());
  CHECK(contains(input_error([&] { (void)file.rows<double>("/group/x", values.size() - 1, 2); }),
                 "dataset /group/x has 131077 rows, not 131078"));
}

TEST_CASE("a damaged chunk is refused") {
  const ScratchFolder folder;
  write_column(folder / "a.h5", random_numbers(chunk), chunk);
  std::string bytes = read_bytes(folder / "a.h5");
  bytes[bytes.size() / 2] ^= 4;
  write_bytes(folder / "a.h5", bytes);
  CHECK(contains(input_error([&] { (void)read_column(folder / "a.h5"); }), "a.h5: is damaged or was changed"));
  write_sealed(folder / "a.h5", bytes);
  CHECK(contains(input_error([&] { (void)read_column(folder / "a.h5"); }), "dataset /group/x cannot be read"));
}

TEST_CASE("the file appears in commit, alone; without it what was there stays") {
  const ScratchFolder folder;
  const std::string path = folder / "list.h5";
  write_bytes(path, "older");
  try {
    OutputFile file(path, "slipburst-bursts", Storage::disk);
    StreamedColumn<double> column(file, "/x", {"1", "numbers"});
    column.append(random_numbers(2 * chunk));
    CHECK(folder.entries() == 2);
    throw std::runtime_error("interrupted");
  } catch (const std::runtime_error&) {
  }
  CHECK(read_bytes(path) == "older");
  CHECK(folder.entries() == 1);
  write_column(path, random_numbers(3), chunk);
  CHECK(read_column(path).size() == 3);
  CHECK(folder.entries() == 1);
}

TEST_CASE("wherever the disk ends, the failure is told and leaves the older file and no other") {
  const ScratchFolder folder;
  const std::string path = folder / "list.h5";
  const std::vector<double> values = random_numbers(3 * chunk + 100);
  write_column(path, values, chunk);
  const std::string whole = read_bytes(path);
  const std::size_t steps = 60;
  for (std::size_t step = 0; step < steps; ++step) {
    CAPTURE(step);
    // Room from no byte to all but one byte.
    const std::size_t room = (whole.size() - 1) * step / (steps - 1);
    const LargestFile limit(room);
    CHECK(contains(input_error([&] { write_column(path, values, chunk); }),
                   path + ": cannot be written: File too large; free some space"));
    CHECK(folder.entries() == 1);
  }
  CHECK(read_bytes(path) == whole);
  write_column(path, values, chunk);  // the failures leave nothing behind that would stop this one
  CHECK(read_bytes(path) == whole);
}

TEST_CASE("a full disk") {
  const ScratchFolder folder;
  const SmallDisk disk(folder.path(), "size=1m");
  if (!disk.mounted()) {
    MESSAGE("skipped: a small file system cannot be mounted here");
    return;
  }
  const std::string path = folder / "list.h5";
  for (const std::size_t size : {3 * chunk, 3 * chunk + 1, 10 * chunk}) {
    CAPTURE(size);
    CHECK(contains(input_error([&] { write_column(path, random_numbers(size), 1000); }),
                   path + ": cannot be written: No space left on device; free some space"));
    CHECK(folder.entries() == 0);
  }
  write_column(path, random_numbers(chunk), 1000);
  CHECK(read_column(path) == random_numbers(chunk));
}
