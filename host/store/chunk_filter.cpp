#include "host/store/chunk_filter.hpp"

#include <zlib.h>

#include <array>
#include <memory>
#include <new>
#include <stdexcept>

namespace slipburst::host {
namespace {

constexpr std::size_t number_size = 8;
// Levels of zlib. Its strategy Z_RLE, of runs alone, is quicker than the default one and saves more here.
constexpr int stored = 0, quickest = 1;

/// Gathers the first bytes of all numbers, then the second bytes and so on.
void shuffle(std::span<const std::byte> bytes, std::uint8_t* shuffled) {
  const std::size_t numbers = bytes.size() / number_size;
  for (std::size_t byte = 0; byte < number_size; ++byte) {
    for (std::size_t i = 0; i < numbers; ++i) {
      shuffled[byte * numbers + i] = std::to_integer<std::uint8_t>(bytes[i * number_size + byte]);
    }
  }
}

/// Whether some bytes are so much more frequent than others that compressing them pays: low bytes of mantissas are as
/// good as random.
bool pays(std::span<const std::uint8_t> bytes) {
  std::array<std::uint64_t, 256> counts{};
  for (const std::uint8_t byte : bytes) ++counts[byte];
  std::uint64_t squares = 0;
  for (const std::uint64_t count : counts) squares += count * count;
  const std::uint64_t even = bytes.size() * bytes.size() / counts.size();
  return squares > even + even / 8;
}

}  // namespace

ChunkFilter::ChunkFilter(std::size_t numbers)
    : shuffled_(numbers * number_size),
      // Stored bytes take five bytes more for each block.
      deflated_(shuffled_.size() + shuffled_.size() / 1024 + 4096) {}

std::vector<std::byte> ChunkFilter::operator()(std::span<const std::byte> chunk) {
  if (chunk.size() != shuffled_.size()) throw std::logic_error("a chunk of another size");
  shuffle(chunk, shuffled_.data());
  z_stream stream{};
  if (deflateInit(&stream, stored) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, decltype(&deflateEnd)> end(&stream, deflateEnd);
  stream.next_out = deflated_.data();
  stream.avail_out = static_cast<uInt>(deflated_.size());
  const std::size_t numbers = shuffled_.size() / number_size;
  int status = Z_OK;
  for (std::size_t byte = 0; byte < number_size && status == Z_OK; ++byte) {
    const std::span<std::uint8_t> bytes = std::span(shuffled_).subspan(byte * numbers, numbers);
    status = deflateParams(&stream, pays(bytes) ? quickest : stored, Z_RLE);
    if (status != Z_OK) break;
    stream.next_in = bytes.data();
    stream.avail_in = static_cast<uInt>(bytes.size());
    status = deflate(&stream, byte + 1 == number_size ? Z_FINISH : Z_NO_FLUSH);
  }
  if (status != Z_STREAM_END) throw std::runtime_error("zlib could not deflate a chunk");
  const auto* const bytes = reinterpret_cast<const std::byte*>(deflated_.data());
  return {bytes, bytes + stream.total_out};
}

}  // namespace slipburst::host
