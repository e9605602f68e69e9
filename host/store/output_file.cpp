#include "host/store/output_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include "host/store/format_version.hpp"
#include "host/store/seal.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t memory_step = std::size_t{1} << 20;

}  // namespace

OutputFile::OutputFile(std::string path, const std::string& format, Storage storage)
    : path_(std::move(path)), storage_(storage), replacement_(path_) {
  prepare_hdf5();
  const Hdf5Handle creation = hdf5_object_properties(H5P_FILE_CREATE);
  const Hdf5Handle access = hdf5_file_access();
  const bool prepared =
      creation && access && (storage_ == Storage::disk || H5Pset_fapl_core(access.id(), memory_step, false) >= 0);
  // Storage::memory touches no file of this name, but HDF5 takes two open files with the same name for one file.
  file_ = Hdf5Handle(
      prepared ? H5Fcreate(replacement_.temporary().c_str(), H5F_ACC_TRUNC, creation.id(), access.id()) : -1, H5Fclose);
  require(static_cast<bool>(file_), "the file");
  // File format with checksums on metadata, the same from all versions of HDF5: 1.8, or 1.10 for the chunk index of a
  // column that grows.
  const H5F_libver_t form = storage_ == Storage::disk ? H5F_LIBVER_V110 : H5F_LIBVER_V18;
  require(H5Fset_libver_bounds(file_.id(), form, form) >= 0, "the file");
  attribute("/", "format", format);
  attribute("/", "format_version", std::int64_t{format_version});
}

void OutputFile::require(bool succeeded, const std::string& what) const {
  if (succeeded) return;
  if (const int number = hdf5_system_error(); number != 0) replacement_.fail("cannot be written", number);
  throw std::runtime_error(fmt::format("{}: HDF5 could not make {}: {}", path_, what, hdf5_cause()));
}

void OutputFile::write_value(const std::string& object, const std::string& name, hid_t file_type, hid_t memory_type,
                             const void* value) {
  Hdf5Handle owner(H5Oopen(file_.id(), object.c_str(), H5P_DEFAULT), H5Oclose);
  if (!owner || H5Aexists(owner.id(), name.c_str()) != 0) {
    throw std::logic_error(fmt::format("{}: attribute {} of {}: {}", path_, name, object,
                                       owner ? "is there already" : "there is no such object"));
  }
  const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  Hdf5Handle attribute(H5Acreate2(owner.id(), name.c_str(), file_type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  require(attribute && H5Awrite(attribute.id(), memory_type, value) >= 0 && attribute.close() && owner.close(),
          fmt::format("attribute {} of {}", name, object));
}

template <class T>
void OutputFile::write_attribute(const std::string& object, const std::string& name, T value) {
  write_value(object, name, hdf5_file_type<T>(), hdf5_memory_type<T>(), &value);
}

void OutputFile::attribute(const std::string& object, const std::string& name, const std::string& value) {
  const Hdf5Handle type = hdf5_text_type(value.size());
  require(static_cast<bool>(type), "a text");
  write_value(object, name, type.id(), type.id(), value.c_str());
}

void OutputFile::attribute(const std::string& object, const std::string& name, double value) {
  write_attribute(object, name, value);
}

void OutputFile::attribute(const std::string& object, const std::string& name, std::int64_t value) {
  write_attribute(object, name, value);
}

void OutputFile::attribute(const std::string& object, const std::string& name, std::uint64_t value) {
  write_attribute(object, name, value);
}

void OutputFile::create_groups(const std::string& path) {
  for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
    const std::string group = path.substr(0, end);
    if (H5Lexists(file_.id(), group.c_str(), H5P_DEFAULT) == 0) {
      const Hdf5Handle properties = hdf5_object_properties(H5P_GROUP_CREATE);
      Hdf5Handle created(H5Gcreate2(file_.id(), group.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Gclose);
      require(created && created.close(), "group " + group);
    }
  }
}

void OutputFile::prepare(const std::string& path) {
  create_groups(path);
  if (H5Lexists(file_.id(), path.c_str(), H5P_DEFAULT) > 0) {
    throw std::logic_error(fmt::format("{}: dataset {} is there already", path_, path));
  }
}

void OutputFile::write_array(const std::string& path, hid_t file_type, hid_t memory_type, const void* values,
                             std::size_t size, std::span<const std::uint64_t> shape, const DatasetInfo& info) {
  if (std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>()) != size) {
    throw std::logic_error(
        fmt::format("{}: dataset {}: {} values do not fill the shape ({})", path_, path, size, fmt::join(shape, ", ")));
  }
  prepare(path);
  const std::vector<hsize_t> dimensions(shape.begin(), shape.end());
  const Hdf5Handle space(H5Screate_simple(static_cast<int>(dimensions.size()), dimensions.data(), nullptr), H5Sclose);
  const Hdf5Handle properties = hdf5_object_properties(H5P_DATASET_CREATE);
  Hdf5Handle created(
      H5Dcreate2(file_.id(), path.c_str(), file_type, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Dclose);
  require(created && (size == 0 || H5Dwrite(created.id(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0) &&
              created.close(),
          "dataset " + path);
  attribute(path, "unit", info.unit);
  attribute(path, "description", info.description);
}

template <class T>
void OutputFile::write_dataset(const std::string& path, std::span<const T> values, std::span<const std::uint64_t> shape,
                               const DatasetInfo& info) {
  write_array(path, hdf5_file_type<T>(), hdf5_memory_type<T>(), values.data(), values.size(), shape, info);
}

void OutputFile::texts(const std::string& path, std::span<const std::string> values,
                       std::span<const std::uint64_t> shape, const DatasetInfo& info) {
  std::size_t length = 1;
  for (const std::string& value : values) length = std::max(length, value.size());
  const Hdf5Handle type = hdf5_text_type(length);
  require(static_cast<bool>(type), "a text");
  std::string characters;
  for (const std::string& value : values) {
    characters += value;
    characters.append(length - value.size(), '\0');
  }
  write_array(path, type.id(), type.id(), characters.data(), values.size(), shape, info);
}

void OutputFile::dataset(const std::string& path, std::span<const double> values, std::span<const std::uint64_t> shape,
                         const DatasetInfo& info) {
  write_dataset(path, values, shape, info);
}

void OutputFile::dataset(const std::string& path, std::span<const float> values, std::span<const std::uint64_t> shape,
                         const DatasetInfo& info) {
  write_dataset(path, values, shape, info);
}

void OutputFile::dataset(const std::string& path, std::span<const std::uint64_t> values,
                         std::span<const std::uint64_t> shape, const DatasetInfo& info) {
  write_dataset(path, values, shape, info);
}

void OutputFile::dataset(const std::string& path, std::span<const std::int64_t> values,
                         std::span<const std::uint64_t> shape, const DatasetInfo& info) {
  write_dataset(path, values, shape, info);
}

void OutputFile::dataset(const std::string& path, std::span<const double> values, const DatasetInfo& info) {
  const std::uint64_t size = values.size();
  write_dataset(path, values, {&size, 1}, info);
}

void OutputFile::dataset(const std::string& path, std::span<const float> values, const DatasetInfo& info) {
  const std::uint64_t size = values.size();
  write_dataset(path, values, {&size, 1}, info);
}

void OutputFile::dataset(const std::string& path, std::span<const std::uint64_t> values, const DatasetInfo& info) {
  const std::uint64_t size = values.size();
  write_dataset(path, values, {&size, 1}, info);
}

void OutputFile::dataset(const std::string& path, std::span<const std::int64_t> values, const DatasetInfo& info) {
  const std::uint64_t size = values.size();
  write_dataset(path, values, {&size, 1}, info);
}

/// The content of a file in memory.
std::vector<std::byte> OutputFile::close_image() {
  require(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL) >= 0, "the file");
  const ssize_t size = H5Fget_file_image(file_.id(), nullptr, 0);
  require(size > 0, "the file");
  std::vector<std::byte> image(static_cast<std::size_t>(size));
  require(H5Fget_file_image(file_.id(), image.data(), image.size()) == size, "the file");
  require(file_.close(), "the file");
  return image;
}

void OutputFile::commit(const std::string& previous) {
  std::string seal;
  if (storage_ == Storage::memory) {
    const std::vector<std::byte> image = close_image();
    seal = seal_of(image);
    replacement_.write(image);
  } else {
    require(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL) >= 0, "the file");
    require(file_.close(), "the file");
    seal = seal_of_file(replacement_.temporary());
  }
  replacement_.write(std::as_bytes(std::span(seal)));
  replacement_.keep(previous);
  replacement_.commit();
}

}  // namespace slipburst::host
