#pragma once
/// \file A dataset that grows while it is written.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/store/output_file.hpp"

namespace slipburst::host {

/// A one-dimensional dataset of an OutputFile, chunked, deflated after a shuffle of its bytes, with a checksum for each
/// chunk. Values are held back until a chunk is full, so that each chunk is compressed and written once.
template <Hdf5Number T>
class StreamedColumn {
 public:
  static constexpr std::size_t chunk = 65536;  ///< values

  /// \param file Outlives the column; of Storage::disk if memory is to stay flat.
  StreamedColumn(OutputFile& file, const std::string& path, const DatasetInfo& info);

  /// \throws InputError when the disk does not take the values.
  void append(std::span<const T> values);

  /// Writes the values held back. Nothing can be appended afterwards. \throws As append().
  void finish();

 private:
  void write_held();

  OutputFile& file_;
  std::string path_;
  Hdf5Handle dataset_;
  std::vector<T> held_;
  hsize_t written_ = 0;
};

}  // namespace slipburst::host
