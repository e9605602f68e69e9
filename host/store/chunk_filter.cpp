#include "host/store/chunk_filter.hpp"

#include <isa-l/igzip_lib.h>

#include <stdexcept>

namespace slipburst::host {
namespace {

// Random mantissas do not compress: higher levels take longer to save a percent.
constexpr std::uint32_t deflate_level = 1;

constexpr std::size_t number_size = 8;

/// Gathers the first bytes of all numbers, then the second bytes and so on.
void shuffle(std::span<const std::byte> bytes, std::uint8_t* shuffled) {
  const std::size_t numbers = bytes.size() / number_size;
  for (std::size_t byte = 0; byte < number_size; ++byte) {
    for (std::size_t i = 0; i < numbers; ++i) {
      shuffled[byte * numbers + i] = std::to_integer<std::uint8_t>(bytes[i * number_size + byte]);
    }
  }
}

}  // namespace

ChunkFilter::ChunkFilter(std::size_t numbers)
    : shuffled_(numbers * number_size),
      // Random bytes take five bytes more for each 64 KiB.
      deflated_(shuffled_.size() + shuffled_.size() / 1024 + 1024),
      level_memory_(ISAL_DEF_LVL1_DEFAULT) {}

std::vector<std::byte> ChunkFilter::operator()(std::span<const std::byte> chunk) {
  if (chunk.size() != shuffled_.size()) throw std::logic_error("a chunk of another size");
  shuffle(chunk, shuffled_.data());
  isal_zstream stream{};  // all zero: the bytes would depend on what its memory held before
  isal_deflate_stateless_init(&stream);
  stream.level = deflate_level;
  stream.level_buf = level_memory_.data();
  stream.level_buf_size = static_cast<std::uint32_t>(level_memory_.size());
  stream.gzip_flag = IGZIP_ZLIB;
  stream.end_of_stream = 1;
  stream.next_in = shuffled_.data();
  stream.avail_in = static_cast<std::uint32_t>(shuffled_.size());
  stream.next_out = deflated_.data();
  stream.avail_out = static_cast<std::uint32_t>(deflated_.size());
  if (isal_deflate_stateless(&stream) != COMP_OK) throw std::runtime_error("ISA-L could not deflate a chunk");
  const auto* const bytes = reinterpret_cast<const std::byte*>(deflated_.data());
  return {bytes, bytes + stream.total_out};
}

}  // namespace slipburst::host
