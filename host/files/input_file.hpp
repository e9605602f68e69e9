#pragma once
/// \file An HDF5 file of ours being read.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/files/hdf5_handle.hpp"

namespace slipburst::host {

/// What OutputFile wrote. Every member throws InputError, naming the file, the object and the remedy, for what is
/// missing or of another type or shape.
class InputFile {
 public:
  /// \param format Its root attribute `format`: the command that writes it, with a dash, such as "slipburst-table".
  /// \param newest_version The newest `format_version` this program reads.
  /// \throws InputError for a file that is missing, unreadable, empty, truncated or damaged, not HDF5, of another
  /// program, of another format, or of a newer version.
  InputFile(std::string path, std::string format, int newest_version);
  /// Of any of these formats.
  InputFile(std::string path, std::vector<std::string> formats, int newest_version);

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
  Hdf5Handle open_dataset(const std::string& path) const;
  template <Hdf5Number T>
  Hdf5Handle open_dataset_of(const std::string& path) const;
  /// An attribute of one value.
  Hdf5Handle open_attribute(const std::string& object, const std::string& name) const;
  template <class T>
  T integer_of(const std::string& object, const std::string& name) const;

  std::string path_;
  std::vector<std::string> formats_;
  std::string format_;  ///< found
  Hdf5Handle file_;
};

}  // namespace slipburst::host
