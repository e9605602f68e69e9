#include "host/store/chunk_filter.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

#include "host/store/output_file.hpp"
#include "unit/host/files/scratch_folder.hpp"

using namespace slipburst::host;
using namespace slipburst::testing;

namespace {

constexpr std::size_t numbers = 4096;

/// The numbers as HDF5 reads them from a chunk with its filters.
std::vector<std::uint64_t> read_by_hdf5(const std::string& path, std::span<const std::byte> chunk) {
  prepare_hdf5();
  const hsize_t size = numbers, begin = 0;
  const Hdf5Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose);
  const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
  const Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  REQUIRE(H5Pset_chunk(creation.id(), 1, &size) >= 0);
  REQUIRE(H5Pset_shuffle(creation.id()) >= 0);
  REQUIRE(H5Pset_deflate(creation.id(), 9) >= 0);
  const Hdf5Handle dataset(
      H5Dcreate2(file.id(), "x", H5T_STD_U64LE, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Dclose);
  REQUIRE(H5Dwrite_chunk(dataset.id(), H5P_DEFAULT, 0, &begin, chunk.size(), chunk.data()) >= 0);
  std::vector<std::uint64_t> read(numbers);
  const herr_t status = H5Dread(dataset.id(), H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, read.data());
  if (status < 0) throw std::runtime_error(hdf5_cause());
  return read;
}

}  // namespace

TEST_CASE("HDF5 reads filtered chunks") {
  const ScratchFolder folder;
  ChunkFilter filter(numbers);
  std::mt19937_64 engine(3);
  // From all bits random to none, and back with the same filter.
  for (const unsigned bits : {64u, 52u, 13u, 1u, 0u, 64u}) {
    CAPTURE(bits);
    std::vector<std::uint64_t> chunk(numbers);
    for (std::uint64_t& number : chunk) number = bits == 0 ? 0x3FF0000000000000 : engine() >> (64 - bits);
    const std::vector<std::byte> filtered = filter(std::as_bytes(std::span(chunk)));
    CHECK(filtered.size() < numbers * (bits / 8 + 1) + 1024);
    CHECK(read_by_hdf5(folder / "a.h5", filtered) == chunk);
    CHECK(filter(std::as_bytes(std::span(chunk))) == filtered);
  }
}

TEST_CASE("HDF5 refuses a chunk that was damaged after it was filtered") {
  const ScratchFolder folder;
  std::vector<std::uint64_t> chunk(numbers);
  std::mt19937_64 engine(3);
  for (std::uint64_t& number : chunk) number = engine();
  std::vector<std::byte> filtered = ChunkFilter(numbers)(std::as_bytes(std::span(chunk)));
  filtered[filtered.size() / 2] ^= std::byte{4};
  CHECK_THROWS_AS(read_by_hdf5(folder / "a.h5", filtered), std::runtime_error);
}

TEST_CASE("a chunk of another size is no chunk") {
  const std::vector<std::uint64_t> few(numbers - 1);
  ChunkFilter filter(numbers);
  CHECK_THROWS_AS(filter(std::as_bytes(std::span(few))), std::logic_error);
}
