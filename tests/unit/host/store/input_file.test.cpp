#include "host/store/input_file.hpp"

#include <doctest/doctest.h>
#include <hdf5.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "host/store/output_file.hpp"
#include "unit/host/files/scratch_folder.hpp"
#include "unit/host/store/sealed.hpp"

namespace fs = std::filesystem;
using slipburst::host::DamagedFile;
using slipburst::host::Hdf5Handle;
using slipburst::host::InputFile;
using slipburst::host::OutputFile;
using namespace slipburst::testing;

namespace {

const std::string remedy = "; give a file written by 'slipburst table' of this version";

void write_table(const std::string& path, const std::string& format = "slipburst-table") {
  OutputFile file(path, format);
  file.dataset("/nodes/energy_eV", std::vector<double>{1, 2, 3, 4, 5, 6}, std::array<std::uint64_t, 2>{2, 3},
               {"eV", "rows of three"});
  file.dataset("/nodes/counts", std::vector<std::uint64_t>{1, 2}, {"1", "counts"});
  file.attribute("/", "spacing_nm", 50.0);
  file.attribute("/", "below", std::int64_t{-1});
  file.attribute("/", "seed", std::uint64_t{1} << 63);
  file.commit();
}

/// Changes a file of ours by HDF5, as `make` says, and seals it again.
void change(const std::string& path, const std::function<void(hid_t)>& make) {
  {
    const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
    REQUIRE(file);
    make(file.id());
  }
  seal_file(path);
}

/// A table with a dataset /x of 1000 numbers that is made by those properties. \return the error of reading it
std::string error_of_dataset(const std::string& path, hid_t creation, hsize_t size = 1000) {
  write_table(path);
  change(path, [&](hid_t file) {
    const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
    const Hdf5Handle made(H5Dcreate2(file, "x", H5T_IEEE_F64LE, space.id(), H5P_DEFAULT, creation, H5P_DEFAULT),
                          H5Dclose);
    REQUIRE(made);
    if (size == 1000 && H5Pget_layout(creation) != H5D_VIRTUAL) {
      const std::vector<double> values(size, 0.5);
      REQUIRE(H5Dwrite(made.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
    }
  });
  const InputFile file(path, "slipburst-table");
  return input_error([&] { (void)file.dataset<double>("/x"); });
}

std::string opening_error(const std::string& path) {
  return input_error([&] { InputFile(path, "slipburst-table"); });
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
  CHECK(opening_error(foreign) == foreign +
                                      ": is damaged or not of this slipburst: it has no seal at its end, as if cut off "
                                      "or written by an older slipburst or another program" +
                                      remedy);
  seal_file(foreign);
  CHECK(opening_error(foreign) == foreign + ": is an HDF5 file of another program" + remedy);

  const std::string spectrum = folder / "spectrum.h5";
  write_table(spectrum, "slipburst-spectrum");
  CHECK(opening_error(spectrum) ==
        spectrum + ": is a file of format 'slipburst-spectrum', not 'slipburst-table'" + remedy);

  const std::string other = folder / "other.h5";
  const auto give_version = [&](std::int64_t version) {
    write_table(other);
    change(other, [&](hid_t file) {
      const Hdf5Handle attribute(H5Aopen(file, "format_version", H5P_DEFAULT), H5Aclose);
      REQUIRE(H5Awrite(attribute.id(), H5T_NATIVE_INT64, &version) >= 0);
    });
    return opening_error(other);
  };
  CHECK(give_version(1) ==
        other + ": has slipburst-table version 1, of an older slipburst; this program reads version 2" + remedy);
  CHECK(contains(give_version(3), "has slipburst-table version 3, of a newer slipburst"));
  CHECK(give_version(2) == "no error");
}

TEST_CASE("a truncated file is refused, wherever it ends") {
  const ScratchFolder folder;
  write_table(folder / "whole.h5");
  const std::string bytes = read_bytes(folder / "whole.h5");
  REQUIRE(opening_error(folder / "whole.h5") == "no error");
  for (std::size_t size = 8; size < bytes.size(); size += 13) {
    write_bytes(folder / "cut.h5", bytes.substr(0, size));
    CAPTURE(size);
    CHECK(contains(opening_error(folder / "cut.h5"),
                   "cut.h5: is damaged or not of this slipburst: it has no seal at its end"));
    write_sealed(folder / "cut.h5", bytes.substr(0, std::min(size, without_seal(bytes).size() - 100)));
    CHECK(contains(opening_error(folder / "cut.h5"), "cut.h5: is damaged ("));
  }
}

TEST_CASE("every flipped bit is refused before HDF5 sees it, and sealed again none does harm") {
  const ScratchFolder folder;
  write_table(folder / "whole.h5");
  std::string bytes = read_bytes(folder / "whole.h5");
  for (std::size_t place = 8; place < bytes.size(); place += 7) {
    const char flip = static_cast<char>(1 << place % 8);
    bytes[place] = static_cast<char>(bytes[place] ^ flip);
    CAPTURE(place);
    write_bytes(folder / "damaged.h5", bytes);
    CHECK_THROWS_AS(InputFile(folder / "damaged.h5", "slipburst-table"), DamagedFile);
    if (place < without_seal(bytes).size()) {
      write_sealed(folder / "damaged.h5", bytes);
      (void)input_error([&] {
        const InputFile file(folder / "damaged.h5", "slipburst-table");
        (void)file.dataset<double>("/nodes/energy_eV");
        (void)file.text("/nodes/counts", "description");
      });
    }
    bytes[place] = static_cast<char>(bytes[place] ^ flip);
  }
}

TEST_CASE("what is there and what is not") {
  const ScratchFolder folder;
  write_table(folder / "table.h5");
  const InputFile file(folder / "table.h5", "slipburst-table");
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
  const InputFile file(path, "slipburst-table");
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
  const InputFile file(path, "slipburst-table");
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
  change(path, [](hid_t file) {
    const hsize_t two = 2;
    const Hdf5Handle pair(H5Screate_simple(1, &two, nullptr), H5Sclose);
    const Hdf5Handle many(H5Acreate2(file, "pair", H5T_IEEE_F64LE, pair.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const Hdf5Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    REQUIRE(H5Tset_size(type.id(), 12) >= 0);
    const Hdf5Handle text(H5Acreate2(file, "note", type.id(), scalar.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    REQUIRE(H5Awrite(text.id(), type.id(), "ten  bytes\0") >= 0);
  });
  const InputFile file(path, "slipburst-table");
  CHECK(file.text("/", "note") == "ten  bytes");
  CHECK(contains(input_error([&] { (void)file.number("/", "pair"); }), "attribute pair of / is not one value"));
}

TEST_CASE("texts of variable length are not read") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_table(path);
  change(path, [](hid_t file) {
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    REQUIRE(H5Tset_size(type.id(), H5T_VARIABLE) >= 0);
    const Hdf5Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
    const char* words = "words";
    const Hdf5Handle text(H5Acreate2(file, "note", type.id(), scalar.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    REQUIRE(H5Awrite(text.id(), type.id(), &words) >= 0);
    const Hdf5Handle texts(H5Dcreate2(file, "texts", type.id(), scalar.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                           H5Dclose);
    REQUIRE(H5Dwrite(texts.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &words) >= 0);
  });
  const InputFile file(path, "slipburst-table");
  CHECK(contains(input_error([&] { (void)file.text("/", "note"); }), "note of / is not a text of fixed length"));
  CHECK(contains(input_error([&] { (void)file.texts("/texts"); }), "/texts is not of texts of fixed length"));
}

TEST_CASE("links out of the file, and within it, are refused") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_table(path);
  write_table(folder / "secret.h5");
  change(path, [](hid_t file) {
    REQUIRE(H5Lcreate_external("secret.h5", "/nodes", file, "outside", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    REQUIRE(H5Lcreate_external("secret.h5", "/nodes/energy_eV", file, "values", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    REQUIRE(H5Lcreate_soft("/nodes/energy_eV", file, "soft", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  });
  const InputFile file(path, "slipburst-table");
  for (const std::string name : {"/outside/energy_eV", "/values", "/soft"}) {
    const std::string link = name.substr(0, name.find('/', 1));
    CHECK(input_error([&] { (void)file.dataset<double>(name); }) ==
          path + ": its " + link + " is a link to another place, which slipburst neither writes nor follows" + remedy);
  }
  CHECK(contains(input_error([&] { (void)file.text("/outside", "unit"); }), "its /outside is a link"));
}

TEST_CASE("what is kept outside of the file is not read") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  write_bytes(folder / "outside", std::string(8000, 'x'));
  {
    const Hdf5Handle external(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    REQUIRE(H5Pset_external(external.id(), (folder / "outside").c_str(), 0, 8000) >= 0);
    CHECK(contains(error_of_dataset(path, external.id()), "dataset /x is kept elsewhere"));
  }
  const hsize_t size = 1000;
  write_table(folder / "source.h5");
  const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose),
      elsewhere(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  REQUIRE(H5Pset_virtual(elsewhere.id(), space.id(), (folder / "source.h5").c_str(), "/nodes/energy_eV", space.id()) >=
          0);
  CHECK(contains(error_of_dataset(path, elsewhere.id()), "dataset /x is kept elsewhere"));
}

TEST_CASE("no filter but those of streamed columns, and no plugin") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5";
  const hsize_t chunk = 1000;
  const auto error_with = [&](auto set_filter) {
    const Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    REQUIRE(H5Pset_chunk(creation.id(), 1, &chunk) >= 0);
    REQUIRE(set_filter(creation.id()) >= 0);
    return error_of_dataset(path, creation.id());
  };
  CHECK(error_with([](hid_t creation) { return H5Pset_deflate(creation, 9); }) == "no error");
  CHECK(error_with([](hid_t creation) { return H5Pset_fletcher32(creation); }) == "no error");
  CHECK(contains(error_with([](hid_t creation) { return H5Pset_nbit(creation); }),
                 "dataset /x is filtered by the HDF5 filter 5, which slipburst does not use"));
  // Filter of a plugin that is not installed.
  CHECK(
      contains(error_with([](hid_t creation) { return H5Pset_filter(creation, 32000, H5Z_FLAG_OPTIONAL, 0, nullptr); }),
               "HDF5 filter 32000"));
  unsigned allowed = 1;
  REQUIRE(H5PLget_loading_state(&allowed) >= 0);
  CHECK(allowed == 0);
}

TEST_CASE("nothing is made room for that the file cannot hold") {
  const ScratchFolder folder;
  const std::string path = folder / "table.h5", words = "says that it holds more than the file does";
  const hsize_t giant = hsize_t{1} << 40, chunk = 1 << 20;
  const Hdf5Handle plain(H5Pcreate(H5P_DATASET_CREATE), H5Pclose), chunked(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  REQUIRE(H5Pset_alloc_time(plain.id(), H5D_ALLOC_TIME_LATE) >= 0);  // no data are written
  CHECK(contains(error_of_dataset(path, plain.id(), giant), words));
  REQUIRE(H5Pset_chunk(chunked.id(), 1, &chunk) >= 0);
  CHECK(contains(error_of_dataset(path, chunked.id(), giant), words));
  REQUIRE(H5Pset_deflate(chunked.id(), 1) >= 0);
  CHECK(contains(error_of_dataset(path, chunked.id(), giant), words));
}
