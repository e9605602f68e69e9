#include "host/files/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "host/error.hpp"
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
  const auto fail = [&](int error_number) {
    throw InputError(fmt::format("{}: cannot be read: {}; make it readable, or delete it to begin anew", path,
                                 std::generic_category().message(error_number)));
  };
  std::error_code unknown;
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  if (unknown) fail(unknown.value());
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(errno);
  if (size < seal_size) return false;
  Digest digest;
  std::vector<char> block(block_size);
  for (std::uintmax_t left = size - seal_size; left > 0;) {
    const auto count = static_cast<std::size_t>(std::min<std::uintmax_t>(left, block.size()));
    if (!file.read(block.data(), static_cast<std::streamsize>(count))) fail(EIO);
    digest.add(std::as_bytes(std::span(block).first(count)));
    left -= count;
  }
  std::string seal(seal_size, ' ');
  if (!file.read(seal.data(), seal_size)) fail(EIO);
  return seal == seal_line(digest);
}

}  // namespace slipburst::host
