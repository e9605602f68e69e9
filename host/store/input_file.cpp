#include "host/store/input_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/files/run_files.hpp"
#include "host/store/format_version.hpp"
#include "host/store/seal.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);

/// Command that writes a format: "slipburst table" for "slipburst-table".
std::string command_of(std::string format) {
  if (format == "slipburst-bursts") return "slipburst experiment";
  if (format == "slipburst-checkpoint") return "a slipburst command that was stopped";
  std::ranges::replace(format, '-', ' ');
  return format;
}

/// Reason why a path cannot be read as a file; empty if it can.
std::string obstacle(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    return errno == ENOENT ? "there is no such file" : std::generic_category().message(errno);
  }
  if (S_ISDIR(status.st_mode)) return "is a folder";
  if (!S_ISREG(status.st_mode)) return "is a device or a pipe, not a file";
  return {};
}

/// The first bytes of a file, as many as the signature of HDF5 has.
std::string first_bytes(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string start(signature.size(), '\0');
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(stream.gcount()));
  return start;
}

// Largest compression ratio of deflate.
constexpr std::uint64_t max_deflate_ratio = 1032;

/// The product, or the largest 64-bit number if the product would be larger.
std::uint64_t bounded_product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::uint64_t>::max() : product;
}

/// Bytes that a dataset takes in memory when read; a chunked dataset counts whole chunks.
std::uint64_t bytes_to_read(hid_t dataset, hid_t creation, const std::vector<std::uint64_t>& shape) {
  const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
  std::vector<hsize_t> chunk(shape.size(), 1);
  if (H5Pget_layout(creation) == H5D_CHUNKED) {
    H5Pget_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
  }
  std::uint64_t bytes = H5Tget_size(type.id());
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::uint64_t length = std::max<std::uint64_t>(chunk[i], 1);
    const std::uint64_t chunks = shape[i] / length + (shape[i] % length > 0 ? 1 : 0);
    bytes = bounded_product(bounded_product(bytes, chunks), length);
  }
  return bytes;
}

/// A text of fixed length without the NULs that fill it up.
std::string without_padding(std::string text) {
  text.resize(text.find_last_not_of('\0') + 1);  // npos + 1 is 0
  return text;
}

std::vector<std::uint64_t> shape_of(hid_t dataset) {
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  std::vector<hsize_t> dimensions(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
  H5Sget_simple_extent_dims(space.id(), dimensions.data(), nullptr);
  return {dimensions.begin(), dimensions.end()};
}

}  // namespace

bool is_no_hdf5(const std::string& path) { return !signature.starts_with(first_bytes(path)); }

InputFile::InputFile(std::string path, std::string format)
    : InputFile(std::move(path), std::vector<std::string>{std::move(format)}) {}

InputFile::InputFile(std::string path, std::vector<std::string> formats)
    : path_(std::move(path)), formats_(std::move(formats)) {
  prepare_hdf5();
  note_input(path_);
  if (const std::string defect = obstacle(path_); !defect.empty()) fail(defect);
  check_seal();
  size_ = std::filesystem::file_size(path_);
  const Hdf5Handle access = hdf5_file_access();
  file_ = Hdf5Handle(access ? H5Fopen(path_.c_str(), H5F_ACC_RDONLY, access.id()) : -1, H5Fclose);
  if (!file_) fail_damaged(fmt::format("is damaged ({})", hdf5_cause()));
  check_format();
}

void InputFile::check_seal() const {
  const Seal seal = seal_state(path_);
  if (seal == Seal::intact) return;
  if (seal == Seal::broken) {
    fail_damaged("is damaged or was changed since slipburst wrote it: its SHA-256 does not fit");
  }
  if (first_bytes(path_) != signature) {
    fail_damaged(std::filesystem::file_size(path_) == 0 ? "is empty" : "is not an HDF5 file");
  }
  fail_damaged(
      "is damaged or not of this slipburst: it has no seal at its end, as if cut off or written by an older slipburst "
      "or another program");
}

void InputFile::check_format() {
  if (!has_attribute("/", "format") || !has_attribute("/", "format_version")) {
    fail("is an HDF5 file of another program");
  }
  format_ = text("/", "format");
  if (std::ranges::find(formats_, format_) == formats_.end()) {
    fail(fmt::format("is a file of format '{}', not '{}'", format_, fmt::join(formats_, "' or '")));
  }
  if (const std::int64_t version = integer("/", "format_version"); version != format_version) {
    fail(fmt::format("has {} version {}, of {} slipburst; this program reads version {}", format_, version,
                     version < format_version ? "an older" : "a newer", format_version));
  }
}

std::string InputFile::message(const std::string& what) const {
  std::vector<std::string> commands;
  for (const std::string& format : formats_) commands.push_back(command_of(format));
  return fmt::format("{}: {}; give a file written by '{}' of this version", path_, what, fmt::join(commands, "' or '"));
}

void InputFile::fail(const std::string& what) const { throw InputError(message(what)); }
void InputFile::fail_damaged(const std::string& what) const { throw DamagedFile(message(what)); }

bool InputFile::has(const std::string& path) const {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (part != "/") {
      if (H5Lexists(file_.id(), part.c_str(), H5P_DEFAULT) <= 0) return false;
      H5L_info_t link{};
      if (H5Lget_info(file_.id(), part.c_str(), &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) {
        fail(fmt::format("its {} is a link to another place, which slipburst neither writes nor follows", part));
      }
    }
    if (end == std::string::npos) return true;
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
  if (H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) != 0) {
    fail(fmt::format("attribute {} of {} is not a text of fixed length", name, object));
  }
  const std::size_t size = H5Tget_size(type.id());
  if (size > size_) {
    fail(fmt::format("attribute {} of {} is longer than the file", name, object));
  }
  std::string value(size, '\0');
  if (H5Aread(attribute.id(), type.id(), value.data()) < 0) {
    fail(fmt::format("attribute {} of {} cannot be read ({})", name, object, hdf5_cause()));
  }
  return without_padding(value);
}

template <Hdf5Number T>
std::optional<T> InputFile::number_of(hid_t attribute) const {
  const Hdf5Handle type(H5Aget_type(attribute), H5Tclose);
  T value{};
  const bool read =
      H5Tequal(type.id(), hdf5_file_type<T>()) > 0 && H5Aread(attribute, hdf5_memory_type<T>(), &value) >= 0;
  return read ? std::optional(value) : std::nullopt;
}

double InputFile::number(const std::string& object, const std::string& name) const {
  const Hdf5Handle attribute = open_attribute(object, name);
  if (const auto value = number_of<double>(attribute.id())) return *value;
  if (const auto value = number_of<std::int64_t>(attribute.id())) return static_cast<double>(*value);
  if (const auto value = number_of<std::uint64_t>(attribute.id())) return static_cast<double>(*value);
  fail(fmt::format("attribute {} of {} is not a number", name, object));
}

template <class T>
T InputFile::integer_of(const std::string& object, const std::string& name) const {
  const Hdf5Handle attribute = open_attribute(object, name);
  // Read as signed or unsigned, as it was written: HDF5 would silently clip a value out of range.
  const auto checked = [&](auto value) {
    if (!std::in_range<T>(value)) fail(fmt::format("attribute {} of {} is out of range", name, object));
    return static_cast<T>(value);
  };
  if (const auto value = number_of<std::int64_t>(attribute.id())) return checked(*value);
  if (const auto value = number_of<std::uint64_t>(attribute.id())) return checked(*value);
  fail(fmt::format("attribute {} of {} is not an integer", name, object));
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
  check_storage(path, dataset.id());
  return dataset;
}

void InputFile::check_storage(const std::string& path, hid_t dataset) const {
  const Hdf5Handle creation(H5Dget_create_plist(dataset), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation.id());
  if ((layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) || H5Pget_external_count(creation.id()) != 0) {
    fail(fmt::format("dataset {} is kept elsewhere, or in a way that slipburst does not use", path));
  }
  bool deflated = false;
  const int filters = H5Pget_nfilters(creation.id());
  for (int i = 0; i < filters; ++i) {
    std::size_t no_values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(creation.id(), static_cast<unsigned>(i), nullptr, &no_values, nullptr, 0, nullptr, nullptr);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32) {
      fail(fmt::format("dataset {} is filtered by the HDF5 filter {}, which slipburst does not use", path, filter));
    }
    deflated = deflated || filter == H5Z_FILTER_DEFLATE;
  }
  const std::uint64_t stored = std::min<std::uint64_t>(H5Dget_storage_size(dataset), size_);
  if (bytes_to_read(dataset, creation.id(), shape_of(dataset)) > stored * (deflated ? max_deflate_ratio : 1)) {
    fail(fmt::format("dataset {} says that it holds more than the file does", path));
  }
}

std::vector<std::uint64_t> InputFile::shape(const std::string& path) const { return shape_of(open_dataset(path).id()); }

template <Hdf5Number T>
Hdf5Handle InputFile::open_dataset_of(const std::string& path) const {
  Hdf5Handle dataset = open_dataset(path);
  const Hdf5Handle type(H5Dget_type(dataset.id()), H5Tclose);
  if (H5Tequal(type.id(), hdf5_file_type<T>()) <= 0) {
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
  if (H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) != 0 || size < 0) {
    fail(fmt::format("dataset {} is not of texts of fixed length", path));
  }
  const std::size_t length = H5Tget_size(type.id()), count = static_cast<std::size_t>(size);
  std::string characters(count * length, '\0');
  if (size > 0 && H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()) < 0) {
    fail(fmt::format("dataset {} cannot be read ({})", path, hdf5_cause()));
  }
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(without_padding(characters.substr(i * length, length)));
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
