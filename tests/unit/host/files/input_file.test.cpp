#include "host/files/input_file.hpp"

#include <doctest/doctest.h>
#include <hdf5.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/files/output_file.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace fs = std::filesystem;
using slipburst::host::Hdf5Handle;
using slipburst::host::InputFile;
using slipburst::host::OutputFile;
using namespace slipburst::testing;

namespace {

const std::string remedy = "; give a file written by 'slipburst table' of this version";

void write_table(const std::string& path, const std::string& format = "slipburst-table", int version = 1) {
  OutputFile file(path, format, version);
  file.dataset("/nodes/energy_eV", std::vector<double>{1, 2, 3, 4, 5, 6}, std::array<std::uint64_t, 2>{2, 3},
               {"eV", "rows of three"});
  file.dataset("/nodes/counts", std::vector<std::uint64_t>{1, 2}, {"1", "counts"});
  file.attribute("/", "spacing_nm", 50.0);
  file.attribute("/", "below", std::int64_t{-1});
  file.attribute("/", "seed", std::uint64_t{1} << 63);
  file.commit();
}

std::string opening_error(const std::string& path) {
  return input_error([&] { InputFile(path, "slipburst-table", 1); });
}

}  // namespace

TEST_CASE("a file that is no file of ours is refused by what it is") {
  const ScratchFolder folder;
  const auto error_of = [&](const std::string& name, const std::string& bytes) {
    write_bytes(folder / name, bytes);
    return opening_error(folder / name);
  };
  CHECK(opening_error(folder / "none.h5") == (folder / "none.h5") + ": there is no such file" + remedy);
  CHECK(opening_error(folder.path()) == folder.path() + ": is a folder" + remedy);
  CHECK(opening_error("/dev/null") == "/dev/null: is a device or a pipe, not a file" + remedy);
  CHECK(error_of("empty.h5", "") == (folder / "empty.h5") + ": is empty" + remedy);
  CHECK(error_of("short.h5", "\x89HDF") == (folder / "short.h5") + ": is not an HDF5 file" + remedy);
  CHECK(error_of("case.toml", "preset = \"al-on-si\"\n") == (folder / "case.toml") + ": is not an HDF5 file" + remedy);
}

TEST_CASE("an HDF5 file of another program, format or version is refused") {
  const ScratchFolder folder;
  const std::string foreign = folder / "foreign.h5";
  { const Hdf5Handle file(H5Fcreate(foreign.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose); }
  CHECK(opening_error(foreign) == foreign + ": is an HDF5 file of another program" + remedy);

  const std::string spectrum = folder / "spectrum.h5";
  write_table(spectrum, "slipburst-spectrum");
  CHECK(opening_error(spectrum) ==
        spectrum + ": is a file of format 'slipburst-spectrum', not 'slipburst-table'" + remedy);

  const std::string newer = folder / "newer.h5";
  write_table(newer, "slipburst-table", 2);
  CHECK(opening_error(newer) == newer + ": has slipburst-table version 2, this program reads 1 to 1" + remedy);
  CHECK(InputFile(newer, "slipburst-table", 2).has("/nodes"));
}

TEST_CASE("a truncated file is refused, wherever it ends") {
  const ScratchFolder folder;
  write_table(folder / "whole.h5");
  const std::string bytes = read_bytes(folder / "whole.h5");
  REQUIRE(opening_error(folder / "whole.h5") == "no error");
  for (std::size_t size = 8; size < bytes.size(); size += 13) {
    write_bytes(folder / "cut.h5", bytes.substr(0, size));
    CAPTURE(size);
    CHECK(contains(opening_error(folder / "cut.h5"), "cut.h5: is truncated or damaged ("));
  }
}

TEST_CASE("a file whose first block is damaged is refused") {
  const ScratchFolder folder;
  write_table(folder / "whole.h5");
  std::string bytes = read_bytes(folder / "whole.h5");
  bytes[8] = 9;  // its version
  write_bytes(folder / "damaged.h5", bytes);
  CHECK(contains(opening_error(folder / "damaged.h5"), "damaged.h5: is truncated or damaged ("));
}

TEST_CASE("what is there and what is not") {
  const ScratchFolder folder;
  write_table(folder / "table.h5");
  const InputFile file(folder / "table.h5", "slipburst-table", 1);
  CHECK(file.path() == folder / "table.h5");
  CHECK(file.has("/"));
  CHECK(file.has("/nodes"));
  CHECK(file.has("/nodes/energy_eV"));
  CHECK_FALSE(file.has("/nodes/none"));
  CHECK_FALSE(file.has("/none/energy_eV"));
  CHECK_FALSE(file.has("/nodes/energy_eV/none"));
  CHECK(file.has_attribute("/", "spacing_nm"));
  CHECK(file.has_attribute("/nodes/energy_eV", "unit"));
  CHECK_FALSE(file.has_attribute("/", "none"));
  CHECK_FALSE(file.has_attribute("/none", "unit"));
}

TEST_CASE("a dataset of another kind is refused by name") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_table(path);
  const InputFile file(path, "slipburst-table", 1);
  using Shape = std::vector<std::uint64_t>;
  CHECK(file.dataset<double>("/nodes/energy_eV", Shape{2, 3}).size() == 6);
  CHECK(input_error([&] { (void)file.dataset<double>("/nodes/none"); }) ==
        path + ": has no dataset /nodes/none" + remedy);
  CHECK(contains(input_error([&] { (void)file.dataset<double>("/nodes"); }), "/nodes is not a dataset"));
  CHECK(contains(input_error([&] { (void)file.shape("/none"); }), "has no dataset /none"));
  CHECK(contains(input_error([&] { (void)file.dataset<double>("/nodes/counts"); }),
                 "dataset /nodes/counts is not of 64-bit floating point numbers"));
  CHECK(contains(input_error([&] { (void)file.dataset<std::int64_t>("/nodes/counts"); }),
                 "dataset /nodes/counts is not of signed 64-bit integer numbers"));
  CHECK(contains(input_error([&] { (void)file.dataset<float>("/nodes/energy_eV"); }),
                 "dataset /nodes/energy_eV is not of 32-bit floating point numbers"));
  CHECK(contains(input_error([&] {
                   (void)file.dataset<double>("/nodes/energy_eV", Shape{3, 2});
                 }),
                 "dataset /nodes/energy_eV has the shape (2, 3), not (3, 2)"));
}

TEST_CASE("an attribute of another kind is refused by name") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_table(path);
  const InputFile file(path, "slipburst-table", 1);
  CHECK(file.number("/", "spacing_nm") == 50.0);
  CHECK(file.number("/", "below") == -1.0);
  CHECK(input_error([&] { (void)file.number("/", "none"); }) == path + ": has no attribute none of /" + remedy);
  CHECK(contains(input_error([&] { (void)file.number("/", "format"); }), "attribute format of / is not a number"));
  CHECK(contains(input_error([&] { (void)file.text("/", "spacing_nm"); }), "attribute spacing_nm of / is not a text"));
  CHECK(contains(input_error([&] { (void)file.integer("/", "spacing_nm"); }), "spacing_nm of / is not an integer"));
  CHECK(contains(input_error([&] { (void)file.count("/", "below"); }), "attribute below of / is out of range"));
  CHECK(contains(input_error([&] { (void)file.integer("/", "seed"); }), "attribute seed of / is out of range"));
  CHECK(file.count("/", "seed") == std::uint64_t{1} << 63);
}

TEST_CASE("an attribute of many values is refused, a text of fixed length is read") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_table(path);
  {
    const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
    const hsize_t two = 2;
    const Hdf5Handle pair(H5Screate_simple(1, &two, nullptr), H5Sclose);
    const Hdf5Handle many(H5Acreate2(file.id(), "pair", H5T_IEEE_F64LE, pair.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const Hdf5Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    REQUIRE(H5Tset_size(type.id(), 12) >= 0);
    const Hdf5Handle text(H5Acreate2(file.id(), "note", type.id(), scalar.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    REQUIRE(H5Awrite(text.id(), type.id(), "ten  bytes\0") >= 0);
  }
  const InputFile file(path, "slipburst-table", 1);
  CHECK(file.text("/", "note") == "ten  bytes");
  CHECK(contains(input_error([&] { (void)file.number("/", "pair"); }), "attribute pair of / is not one value"));
}
