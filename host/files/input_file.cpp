#include "host/files/input_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "host/error.hpp"
#include "host/files/run_files.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);

/// "slipburst table" of the format "slipburst-table".
std::string command_of(std::string format) {
  if (format == "slipburst-bursts") return "slipburst experiment";
  if (format == "slipburst-checkpoint") return "a slipburst command that was stopped";
  std::ranges::replace(format, '-', ' ');
  return format;
}

/// What is wrong with the file before HDF5 looks at it; empty when nothing is.
std::string plain_defect(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    return errno == ENOENT ? "there is no such file" : std::generic_category().message(errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return "is a folder";
  }
  if (!S_ISREG(status.st_mode)) {
    return "is a device or a pipe, not a file";
  }
  if (status.st_size == 0) {
    return "is empty";
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return std::generic_category().message(errno);
  }
  std::array<char, signature.size()> start{};
  stream.read(start.data(), start.size());
  if (std::string_view(start.data(), static_cast<std::size_t>(stream.gcount())) != signature) {
    return "is not an HDF5 file";
  }
  return {};
}

struct NumberType {
  H5T_class_t kind;
  std::size_t size;  ///< bytes
  bool is_signed;
};

NumberType number_type(hid_t type) {
  const H5T_class_t kind = H5Tget_class(type);
  return {kind, H5Tget_size(type), kind == H5T_INTEGER && H5Tget_sign(type) == H5T_SGN_2};
}

std::vector<std::uint64_t> shape_of(hid_t dataset) {
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  std::vector<hsize_t> dimensions(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
  H5Sget_simple_extent_dims(space.id(), dimensions.data(), nullptr);
  return {dimensions.begin(), dimensions.end()};
}

}  // namespace

InputFile::InputFile(std::string path, std::string format, int newest_version)
    : InputFile(std::move(path), std::vector<std::string>{std::move(format)}, newest_version) {}

InputFile::InputFile(std::string path, std::vector<std::string> formats, int newest_version)
    : path_(std::move(path)), formats_(std::move(formats)) {
  silence_hdf5();
  note_input(path_);
  if (const std::string defect = plain_defect(path_); !defect.empty()) {
    fail(defect);
  }
  const Hdf5Handle access = hdf5_file_access();
  file_ = Hdf5Handle(H5Fopen(path_.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose);
  if (!file_) {
    fail(fmt::format("is truncated or damaged ({})", hdf5_cause()));
  }
  if (!has_attribute("/", "format") || !has_attribute("/", "format_version")) {
    fail("is an HDF5 file of another program");
  }
  format_ = text("/", "format");
  if (std::ranges::find(formats_, format_) == formats_.end()) {
    fail(fmt::format("is a file of format '{}', not '{}'", format_, fmt::join(formats_, "' or '")));
  }
  if (const std::int64_t version = integer("/", "format_version"); version > newest_version || version < 1) {
    fail(fmt::format("has {} version {}, this program reads 1 to {}", format_, version, newest_version));
  }
}

void InputFile::fail(const std::string& what) const {
  std::vector<std::string> commands;
  for (const std::string& format : formats_) commands.push_back(command_of(format));
  throw InputError(
      fmt::format("{}: {}; give a file written by '{}' of this version", path_, what, fmt::join(commands, "' or '")));
}

bool InputFile::has(const std::string& path) const {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (part != "/" && H5Lexists(file_.id(), part.c_str(), H5P_DEFAULT) <= 0) {
      return false;
    }
    if (end == std::string::npos) {
      return true;
    }
  }
}

bool InputFile::has_attribute(const std::string& object, const std::string& name) const {
  return has(object) && H5Aexists_by_name(file_.id(), object.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

Hdf5Handle InputFile::open_attribute(const std::string& object, const std::string& name) const {
  if (!has_attribute(object, name)) {
    fail(fmt::format("has no attribute {} of {}", name, object));
  }
  Hdf5Handle attribute(H5Aopen_by_name(file_.id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Hdf5Handle space(attribute ? H5Aget_space(attribute.id()) : -1, H5Sclose);
  if (!space || H5Sget_simple_extent_npoints(space.id()) != 1) {
    fail(fmt::format("attribute {} of {} is not one value", name, object));
  }
  return attribute;
}

std::string InputFile::text(const std::string& object, const std::string& name) const {
  const Hdf5Handle attribute = open_attribute(object, name);
  const Hdf5Handle type(H5Aget_type(attribute.id()), H5Tclose);
  if (H5Tget_class(type.id()) != H5T_STRING) {
    fail(fmt::format("attribute {} of {} is not a text", name, object));
  }
  if (H5Tis_variable_str(type.id()) > 0) {
    char* characters = nullptr;
    if (H5Aread(attribute.id(), type.id(), &characters) < 0 || characters == nullptr) {
      fail(fmt::format("attribute {} of {} cannot be read ({})", name, object, hdf5_cause()));
    }
    const std::unique_ptr<char, herr_t (*)(void*)> owner(characters, H5free_memory);
    return characters;
  }
  std::string value(H5Tget_size(type.id()), '\0');  // another program's
  if (H5Aread(attribute.id(), type.id(), value.data()) < 0) {
    fail(fmt::format("attribute {} of {} cannot be read ({})", name, object, hdf5_cause()));
  }
  value.resize(value.find_last_not_of('\0') + 1);  // npos + 1 is 0
  return value;
}

double InputFile::number(const std::string& object, const std::string& name) const {
  const Hdf5Handle attribute = open_attribute(object, name);
  const Hdf5Handle type(H5Aget_type(attribute.id()), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type.id());
  double value = 0;
  if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &value) < 0) {
    fail(fmt::format("attribute {} of {} is not a number", name, object));
  }
  return value;
}

template <class T>
T InputFile::integer_of(const std::string& object, const std::string& name) const {
  const Hdf5Handle attribute = open_attribute(object, name);
  const Hdf5Handle type(H5Aget_type(attribute.id()), H5Tclose);
  if (H5Tget_class(type.id()) != H5T_INTEGER) {
    fail(fmt::format("attribute {} of {} is not an integer", name, object));
  }
  // Read with the sign it was written with: HDF5 would silently clip what does not fit.
  const auto checked = [&]<class Stored>(Stored value) {
    if (H5Aread(attribute.id(), hdf5_memory_type<Stored>(), &value) < 0 || !std::in_range<T>(value)) {
      fail(fmt::format("attribute {} of {} is out of range", name, object));
    }
    return static_cast<T>(value);
  };
  return number_type(type.id()).is_signed ? checked(std::int64_t{}) : checked(std::uint64_t{});
}

std::int64_t InputFile::integer(const std::string& object, const std::string& name) const {
  return integer_of<std::int64_t>(object, name);
}

std::uint64_t InputFile::count(const std::string& object, const std::string& name) const {
  return integer_of<std::uint64_t>(object, name);
}

Hdf5Handle InputFile::open_dataset(const std::string& path) const {
  if (!has(path)) {
    fail("has no dataset " + path);
  }
  Hdf5Handle dataset(H5Dopen2(file_.id(), path.c_str(), H5P_DEFAULT), H5Dclose);
  if (!dataset) {
    fail(fmt::format("{} is not a dataset or is damaged ({})", path, hdf5_cause()));
  }
  return dataset;
}

std::vector<std::uint64_t> InputFile::shape(const std::string& path) const { return shape_of(open_dataset(path).id()); }

template <Hdf5Number T>
Hdf5Handle InputFile::open_dataset_of(const std::string& path) const {
  Hdf5Handle dataset = open_dataset(path);
  const Hdf5Handle type(H5Dget_type(dataset.id()), H5Tclose);
  const NumberType found = number_type(type.id());
  const NumberType expected = number_type(hdf5_memory_type<T>());
  if (found.kind != expected.kind || found.size != expected.size || found.is_signed != expected.is_signed) {
    fail(fmt::format("dataset {} is not of {} numbers", path, hdf5_type_name<T>()));
  }
  return dataset;
}

template <Hdf5Number T>
std::vector<T> InputFile::dataset(const std::string& path) const {
  const Hdf5Handle dataset = open_dataset_of<T>(path);
  const Hdf5Handle space(H5Dget_space(dataset.id()), H5Sclose);
  const hssize_t size = H5Sget_simple_extent_npoints(space.id());
  if (size < 0) {
    fail(fmt::format("dataset {} has no shape", path));
  }
  std::vector<T> values(static_cast<std::size_t>(size));
  if (size > 0 && H5Dread(dataset.id(), hdf5_memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0) {
    fail(fmt::format("dataset {} cannot be read ({})", path, hdf5_cause()));
  }
  return values;
}

template <Hdf5Number T>
std::vector<T> InputFile::dataset(const std::string& path, std::span<const std::uint64_t> expected_shape) const {
  const std::vector<std::uint64_t> found = shape(path);
  if (!std::ranges::equal(found, expected_shape)) {
    fail(fmt::format("dataset {} has the shape ({}), not ({})", path, fmt::join(found, ", "),
                     fmt::join(expected_shape, ", ")));
  }
  return dataset<T>(path);
}

std::vector<std::string> InputFile::texts(const std::string& path) const {
  const Hdf5Handle dataset = open_dataset(path);
  const Hdf5Handle type(H5Dget_type(dataset.id()), H5Tclose);
  const Hdf5Handle space(H5Dget_space(dataset.id()), H5Sclose);
  const hssize_t size = H5Sget_simple_extent_npoints(space.id());
  if (H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) <= 0 || size < 0) {
    fail(fmt::format("dataset {} is not of texts", path));
  }
  std::vector<char*> characters(static_cast<std::size_t>(size));
  if (size > 0 && H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()) < 0) {
    fail(fmt::format("dataset {} cannot be read ({})", path, hdf5_cause()));
  }
  std::vector<std::string> texts;
  for (const char* text : characters) texts.emplace_back(text != nullptr ? text : "");
  H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, characters.data());
  return texts;
}

template <Hdf5Number T>
std::vector<T> InputFile::rows(const std::string& path, std::uint64_t first, std::uint64_t count) const {
  const Hdf5Handle dataset = open_dataset_of<T>(path);
  const std::vector<std::uint64_t> found = shape_of(dataset.id());
  if (found.size() != 1) {
    fail(fmt::format("dataset {} has the shape ({}), not one dimension", path, fmt::join(found, ", ")));
  }
  if (first > found[0] || count > found[0] - first) {
    fail(fmt::format("dataset {} has {} rows, not {}", path, found[0], first + count));
  }
  std::vector<T> values(static_cast<std::size_t>(count));
  if (count == 0) {
    return values;
  }
  const hsize_t start = first, size = count;
  const Hdf5Handle in_file(H5Dget_space(dataset.id()), H5Sclose);
  const Hdf5Handle in_memory(H5Screate_simple(1, &size, nullptr), H5Sclose);
  if (H5Sselect_hyperslab(in_file.id(), H5S_SELECT_SET, &start, nullptr, &size, nullptr) < 0 ||
      H5Dread(dataset.id(), hdf5_memory_type<T>(), in_memory.id(), in_file.id(), H5P_DEFAULT, values.data()) < 0) {
    fail(fmt::format("dataset {} cannot be read ({})", path, hdf5_cause()));
  }
  return values;
}

template std::vector<double> InputFile::dataset(const std::string&) const;
template std::vector<float> InputFile::dataset(const std::string&) const;
template std::vector<std::uint64_t> InputFile::dataset(const std::string&) const;
template std::vector<std::int64_t> InputFile::dataset(const std::string&) const;
template std::vector<double> InputFile::dataset(const std::string&, std::span<const std::uint64_t>) const;
template std::vector<float> InputFile::dataset(const std::string&, std::span<const std::uint64_t>) const;
template std::vector<std::uint64_t> InputFile::dataset(const std::string&, std::span<const std::uint64_t>) const;
template std::vector<std::int64_t> InputFile::dataset(const std::string&, std::span<const std::uint64_t>) const;
template std::vector<double> InputFile::rows(const std::string&, std::uint64_t, std::uint64_t) const;
template std::vector<std::uint64_t> InputFile::rows(const std::string&, std::uint64_t, std::uint64_t) const;

}  // namespace slipburst::host
