#pragma once
/// \file The filters of a chunk of numbers in a file.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace slipburst::host {

/// HDF5's filters shuffle and deflate for a chunk of 64-bit numbers, by zlib, which is given only those bytes to
/// compress that are not as good as random. Deflated chunks have a checksum of their content, Adler-32, which HDF5
/// checks when it reads.
class ChunkFilter {
 public:
  /// \param numbers  numbers of a chunk
  explicit ChunkFilter(std::size_t numbers);

  /// Bytes of a chunk as they are in the file. \param chunk  bytes of as many numbers as the filter is for
  std::vector<std::byte> operator()(std::span<const std::byte> chunk);

 private:
  std::vector<std::uint8_t> shuffled_, deflated_;
};

}  // namespace slipburst::host
