#include "host/files/seal.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "host/files/digest.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t seal_size = 8 + 64 + 1;
constexpr std::size_t block_size = std::size_t{1} << 20;

std::string seal_line(Digest& digest) { return "\nsha256 " + digest.hex() + "\n"; }

}  // namespace

std::string seal_of(std::span<const std::byte> content) {
  Digest digest;
  digest.add(content);
  return seal_line(digest);
}

bool is_sealed(const std::string& path) {
  std::error_code unknown;
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  std::ifstream file(path, std::ios::binary);
  if (unknown || !file || size < seal_size) return false;
  Digest digest;
  std::vector<char> block(block_size);
  for (std::uintmax_t left = size - seal_size; left > 0;) {
    const auto count = static_cast<std::size_t>(std::min<std::uintmax_t>(left, block.size()));
    if (!file.read(block.data(), static_cast<std::streamsize>(count))) return false;
    digest.add(std::as_bytes(std::span(block).first(count)));
    left -= count;
  }
  std::string seal(seal_size, ' ');
  return file.read(seal.data(), seal_size) && seal == seal_line(digest);
}

}  // namespace slipburst::host
