#pragma once
/// \file A dataset that grows while it is written.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/store/chunk_filter.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

template <class T>
concept StreamedNumber = std::same_as<T, double> || std::same_as<T, std::uint64_t>;

/// A one-dimensional dataset of an OutputFile, chunked, deflated after a shuffle of its bytes. Values are held back
/// until a chunk is full, so that each chunk is filtered and written once.
///
/// A chunk goes through two steps, so that threads can share them: filter() calls nothing of HDF5, which only one
/// thread may call at a time, and may run beside write() of this or another column.
template <StreamedNumber T>
class StreamedColumn {
 public:
  static constexpr std::size_t chunk = 65536;  ///< values

  /// \param file Outlives the column; of Storage::disk if memory is to stay flat.
  StreamedColumn(OutputFile& file, const std::string& path, const DatasetInfo& info);

  /// Appends values and filters the chunks that they fill.
  void filter(std::span<const T> values);

  /// Hands the filtered chunks to write(). Not beside filter() or write(). \pre no chunk handed over before is left
  /// \return their number
  std::size_t hand_over();

  /// Writes the next of the chunks handed over. \throws InputError when the disk does not take it.
  void write();

  /// Filters and writes. \throws As write().
  void append(std::span<const T> values);

  /// Writes the values held back. Nothing can be appended afterwards. \throws As write().
  void finish();

 private:
  struct Chunk {
    std::vector<std::byte> bytes;
    std::size_t values;
  };

  void filter_held();
  void write_filtered();

  OutputFile& file_;
  std::string path_;
  Hdf5Handle dataset_;
  ChunkFilter filter_;
  std::vector<T> held_;
  std::vector<Chunk> filtered_, handed_over_;
  std::size_t next_ = 0;  ///< of the chunks handed over
  hsize_t written_ = 0;   ///< values
};

}  // namespace slipburst::host
