#pragma once
/// \file Writing of HDF5 files.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/files/replacement_file.hpp"
#include "host/store/hdf5_handle.hpp"

namespace slipburst::host {

/// Attributes `unit` and `description` of a dataset.
struct DatasetInfo {
  std::string unit;         ///< "nm", "eV", "Hz/eV/cm^2"; "1" for plain numbers
  std::string description;  ///< includes the normalisation
};

/// Place in which HDF5 builds a file.
enum class Storage {
  memory,  ///< the content is held twice; the disk gets plain writes whose errors are noticed
  disk     ///< file under its temporary name, for content that does not fit in memory; see StreamedColumn
};

/// An HDF5 file that appears under its name only in commit(), whole and sealed (see seal.hpp). The same content makes
/// the same bytes: no times are recorded.
class OutputFile {
 public:
  /// Sets the root attributes `format` and `format_version`.
  /// \param format The command that writes the file, with a dash: "slipburst-table".
  /// \throws InputError when `path` cannot be written: see ReplacementFile.
  OutputFile(std::string path, const std::string& format, Storage storage = Storage::memory);

  /// \param object "/", or the path of an existing group or dataset.
  /// \throws std::logic_error when there is no such object or the object has this attribute already.
  void attribute(const std::string& object, const std::string& name, const std::string& value);
  void attribute(const std::string& object, const std::string& name, double value);
  void attribute(const std::string& object, const std::string& name, std::int64_t value);
  void attribute(const std::string& object, const std::string& name, std::uint64_t value);

  /// Writes an array and creates the groups that contain it.
  /// \param path Such as "/nodes/stress_MPa".
  /// \param shape Lengths of the dimensions, slowest first; their product is the number of values. Default: one
  /// dimension.
  /// \throws std::logic_error when the shape does not fit or the path is taken.
  void dataset(const std::string& path, std::span<const double> values, std::span<const std::uint64_t> shape,
               const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const float> values, std::span<const std::uint64_t> shape,
               const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const std::uint64_t> values, std::span<const std::uint64_t> shape,
               const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const std::int64_t> values, std::span<const std::uint64_t> shape,
               const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const double> values, const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const float> values, const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const std::uint64_t> values, const DatasetInfo& info);
  void dataset(const std::string& path, std::span<const std::int64_t> values, const DatasetInfo& info);

  /// Writes an array of texts, as dataset().
  void texts(const std::string& path, std::span<const std::string> values, std::span<const std::uint64_t> shape,
             const DatasetInfo& info);

  /// Seals the file and puts it in its place. Nothing can be added afterwards.
  /// \param previous  new name for the present file at the path; empty: the present file is replaced
  /// \throws InputError when the disk does not take the file; `path` is then as it was before.
  void commit(const std::string& previous = {});

  /// HDF5 identifier for writers of other kinds of datasets, see StreamedColumn.
  hid_t id() const { return file_.id(); }
  /// Creates the groups that contain `path`. \throws std::logic_error when the path is taken.
  void prepare(const std::string& path);
  /// \throws InputError when the disk did not take the data that HDF5 wrote, std::runtime_error when HDF5 failed
  /// otherwise: out of memory, or a misuse of its API. To be called before any other HDF5 function.
  void require(bool succeeded, const std::string& what) const;

 private:
  template <class T>
  void write_attribute(const std::string& object, const std::string& name, T value);
  template <class T>
  void write_dataset(const std::string& path, std::span<const T> values, std::span<const std::uint64_t> shape,
                     const DatasetInfo& info);
  void write_array(const std::string& path, hid_t file_type, hid_t memory_type, const void* values, std::size_t size,
                   std::span<const std::uint64_t> shape, const DatasetInfo& info);
  void write_value(const std::string& object, const std::string& name, hid_t file_type, hid_t memory_type,
                   const void* value);
  void create_groups(const std::string& path);
  std::vector<std::byte> close_image();

  std::string path_;
  Storage storage_;
  ReplacementFile replacement_;
  Hdf5Handle file_;
};

}  // namespace slipburst::host
