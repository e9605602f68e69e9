#include "slipburst/random/philox_block.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <limits>

#include "kernels/cpu/philox.hpp"

using namespace slipburst;
using namespace slipburst::random;

TEST_CASE("a block of generators gives the words of each alone") {
  const std::uint64_t top = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{42}, std::uint64_t{0x0123456789abcdef}, top}) {
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{0xFFFFFFFE}, std::uint64_t{1} << 40, top - 12}) {
      for (const std::uint64_t stride : {std::uint64_t{1}, std::uint64_t{65}, std::uint64_t{1} << 33}) {
        constexpr int count = 93;  // not a multiple of any number of lanes
        for (const kernels::InstructionSet set : kernels::instruction_sets()) {
          std::uint32_t words[3][count];
          kernels::philox_block(set)(seed, 0x1122334455667788, first, stride, count, words[0], words[1], words[2]);
          for (int i = 0; i < count; ++i) {
            const Words alone = philox(seed, 0x1122334455667788, first + stride * static_cast<std::uint64_t>(i));
            for (int k = 0; k < 3; ++k) CHECK(words[k][i] == alone.word[k]);
          }
        }
      }
    }
  }
}

TEST_CASE("listed generators give the words of each alone") {
  for (const std::uint64_t seed : {std::uint64_t{42}, std::uint64_t{0x0123456789abcdef}}) {
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{0xFFFFFF00}, std::uint64_t{1} << 40}) {
      for (const int count : {0, 1, 31, 32, 93}) {
        constexpr int capacity = 93 + philox_listed_padding;
        std::int32_t index[capacity] = {};
        for (int i = 0; i < count; ++i) index[i] = i * i / 4;
        for (const kernels::InstructionSet set : kernels::instruction_sets()) {
          std::uint32_t words[2][capacity];
          kernels::philox_listed(set)(seed, 1, first, index, count, words[0], words[1]);
          for (int i = 0; i < count; ++i) {
            const Words alone = philox(seed, 1, first + static_cast<std::uint64_t>(index[i]));
            for (int k = 0; k < 2; ++k) CHECK(words[k][i] == alone.word[k]);
          }
        }
      }
    }
  }
}

TEST_CASE("many subsequences of a block give the words of each alone") {
  for (const std::uint64_t seed : {std::uint64_t{42}, std::numeric_limits<std::uint64_t>::max()}) {
    for (const std::uint64_t block : {std::uint64_t{7}, std::uint64_t{0xABCDEF0123456789}}) {
      constexpr int count = 31;  // not a multiple of any number of lanes
      std::uint32_t high[count], words[4][count];
      for (std::uint32_t i = 0; i < count; ++i) high[i] = i * 0x9E3779B9u;
      philox_subsequences(seed, block, 0x80000106, high, count, words[0], words[1], words[2], words[3]);
      for (int i = 0; i < count; ++i) {
        const Words alone = philox(seed, std::uint64_t{high[i]} << 32 | 0x80000106u, block);
        for (int k = 0; k < 4; ++k) CHECK(words[k][i] == alone.word[k]);
      }
    }
  }
}
