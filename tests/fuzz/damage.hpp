#pragma once
/// \file Random damage to the bytes of a file.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <random>
#include <string>

namespace slipburst::testing {

/// Damages some bytes. \pre bytes is not empty
class Damage {
 public:
  explicit Damage(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_); }

  void apply(std::string& bytes) {
    switch (below(9)) {
      case 0:
        return flip_bits(bytes, 1);
      case 1:
        return flip_bits(bytes, 1 + below(16));
      case 2:  // lengths and addresses of HDF5's structures, and numbers
        return put_number(bytes);
      case 3:
        return bytes.resize(below(bytes.size()));
      case 4:
        return put_block(bytes, std::string(1 + below(512), '\0'));
      case 5:
        return put_block(bytes, std::string(1 + below(512), '\xff'));
      case 6:  // moved
        return put_block(bytes, bytes.substr(below(bytes.size()), 1 + below(512)));
      case 7:
        bytes.insert(below(bytes.size()), bytes.substr(below(bytes.size()), 1 + below(64)));
        return;
      default:
        bytes.erase(below(bytes.size()), 1 + below(64));
    }
  }

 private:
  /// Half of the places are near the start, where HDF5 keeps the structures that lead to everything else.
  std::size_t place(const std::string& bytes) {
    return below(below(2) == 0 ? std::min<std::size_t>(bytes.size(), 4096) : bytes.size());
  }

  void flip_bits(std::string& bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      char& byte = bytes[place(bytes)];
      byte = static_cast<char>(byte ^ (1 << below(8)));
    }
  }

  void put_number(std::string& bytes) {
    constexpr std::uint64_t numbers[] = {
        0, 1, 255, 65535, 0x7fffffff, 0xffffffff, 0x7fffffffffffffff, std::numeric_limits<std::uint64_t>::max()};
    const std::uint64_t number = numbers[below(std::size(numbers))];
    std::string block(std::size_t{1} << below(4), '\0');
    std::memcpy(block.data(), &number, block.size());
    put_block(bytes, block);
  }

  void put_block(std::string& bytes, const std::string& block) {
    const std::size_t first = place(bytes);
    bytes.replace(first, std::min(block.size(), bytes.size() - first), block.substr(0, bytes.size() - first));
  }

  std::mt19937_64 engine_;
};

}  // namespace slipburst::testing
