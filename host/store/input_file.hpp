#pragma once
/// \file Reading of slipburst's HDF5 files.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/store/hdf5_handle.hpp"

namespace slipburst::host {

/// Whether the first bytes of a file rule out HDF5. A file that is empty, or cannot be read, may be the rest of an HDF5
/// file.
bool is_no_hdf5(const std::string& path);

/// A file of OutputFile, read back. Its seal is checked before anything else is read. All members throw InputError,
/// naming the file, the object and the remedy, for objects that are missing or of another type or shape; and, since a
/// damaged file can be sealed again, for links, filters, plugins and forms of storage that OutputFile does not use, and
/// for sizes that the file is too short to hold.
class InputFile {
 public:
  /// \param format Expected root attribute `format`: the command that writes the file, with a dash, such as
  /// "slipburst-table".
  /// \throws DamagedFile for a file that is empty, cut off, changed since it was written, or not written by slipburst;
  /// InputError for a file that is missing, cannot be read, or is of another format or of another version.
  InputFile(std::string path, std::string format);
  /// Reads a file of any of these formats.
  InputFile(std::string path, std::vector<std::string> formats);

  const std::string& path() const { return path_; }
  const std::string& format() const { return format_; }

  /// Whether there is a group or dataset with this path.
  bool has(const std::string& path) const;
  bool has_attribute(const std::string& object, const std::string& name) const;

  /// Values of attributes. number() also reads integers; integer() and count() do not read floating-point numbers.
  std::string text(const std::string& object, const std::string& name) const;
  double number(const std::string& object, const std::string& name) const;
  std::int64_t integer(const std::string& object, const std::string& name) const;
  std::uint64_t count(const std::string& object, const std::string& name) const;

  /// \return Lengths of the dimensions, slowest first.
  std::vector<std::uint64_t> shape(const std::string& path) const;

  /// \return All values, the last index fastest.
  template <Hdf5Number T>
  std::vector<T> dataset(const std::string& path) const;
  /// All values of a dataset that must have this shape.
  template <Hdf5Number T>
  std::vector<T> dataset(const std::string& path, std::span<const std::uint64_t> expected_shape) const;
  /// All texts of a dataset that OutputFile::texts wrote, the last index fastest.
  std::vector<std::string> texts(const std::string& path) const;
  /// Values [first, first + count) of a one-dimensional dataset.
  template <Hdf5Number T>
  std::vector<T> rows(const std::string& path, std::uint64_t first, std::uint64_t count) const;

 private:
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void fail_damaged(const std::string& what) const;
  std::string message(const std::string& what) const;
  void check_seal() const;
  void check_format();
  /// Requires that the file is large enough for a dataset's declared size, and its storage one that OutputFile uses.
  void check_storage(const std::string& path, hid_t dataset) const;
  Hdf5Handle open_dataset(const std::string& path) const;
  template <Hdf5Number T>
  Hdf5Handle open_dataset_of(const std::string& path) const;
  /// An attribute of one value.
  Hdf5Handle open_attribute(const std::string& object, const std::string& name) const;
  /// Value of an attribute if the attribute has this type.
  template <Hdf5Number T>
  std::optional<T> number_of(hid_t attribute) const;
  template <class T>
  T integer_of(const std::string& object, const std::string& name) const;

  std::string path_;
  std::vector<std::string> formats_;
  std::string format_;      ///< found
  std::uint64_t size_ = 0;  ///< bytes
  Hdf5Handle file_;
};

}  // namespace slipburst::host
