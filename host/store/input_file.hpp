#pragma once
/// \file An HDF5 file of ours being read.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/store/hdf5_handle.hpp"

namespace slipburst::host {

/// Whether a file begins as no HDF5 file does. One that is empty, or cannot be read, may be the rest of one.
bool is_no_hdf5(const std::string& path);

/// A file of OutputFile, read back. Nothing of it is read before its seal is found intact. All members throw
/// InputError, naming the file, the object and the remedy, for what is missing or of another type or shape; and, as a
/// damaged file can be sealed again, for links, filters, plugins and forms of storage that OutputFile does not use, and
/// for sizes that the file is too short to hold.
class InputFile {
 public:
  /// \param format Its root attribute `format`: the command that writes it, with a dash, such as "slipburst-table".
  /// \throws DamagedFile for a file that is empty, cut off, changed since it was written, or not written by slipburst;
  /// InputError for one that is missing, cannot be read, or is of another format or of another version.
  InputFile(std::string path, std::string format);
  /// Of any of these formats.
  InputFile(std::string path, std::vector<std::string> formats);

  const std::string& path() const { return path_; }
  const std::string& format() const { return format_; }

  /// Whether there is a group or dataset of that path.
  bool has(const std::string& path) const;
  bool has_attribute(const std::string& object, const std::string& name) const;

  /// Attributes. Integers are read as numbers too; numbers are not read as integers.
  std::string text(const std::string& object, const std::string& name) const;
  double number(const std::string& object, const std::string& name) const;
  std::int64_t integer(const std::string& object, const std::string& name) const;
  std::uint64_t count(const std::string& object, const std::string& name) const;

  /// \return Lengths of the dimensions, slowest first.
  std::vector<std::uint64_t> shape(const std::string& path) const;

  /// \return All values, the last index fastest.
  template <Hdf5Number T>
  std::vector<T> dataset(const std::string& path) const;
  /// The same, of this shape only.
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
  /// Whether the file is large enough for what a dataset says it holds, in a form that OutputFile writes.
  void check_storage(const std::string& path, hid_t dataset) const;
  Hdf5Handle open_dataset(const std::string& path) const;
  template <Hdf5Number T>
  Hdf5Handle open_dataset_of(const std::string& path) const;
  /// An attribute of one value.
  Hdf5Handle open_attribute(const std::string& object, const std::string& name) const;
  /// Its value if it is of that type.
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
