#include "slipburst/random/philox.hpp"

#include <doctest/doctest.h>

#include <cstdint>

using slipburst::random::philox;
using slipburst::random::Words;

namespace {

/// Word `position` of curand_init(seed, subsequence, offset = 0).
std::uint32_t word(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t position) {
  return philox(seed, subsequence, position / 4).word[position % 4];
}

}  // namespace

TEST_CASE("the words of cuRAND's Philox4_32_10") {
  const struct {
    std::uint64_t seed, subsequence, offset;
    std::uint32_t word[6];
  } vectors[] = {
      {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 0xf8e4cca4, 0x5cb200db}},
      {42, 7, 5, {0x600f6196, 0x8fcdf8f1, 0x2c8ed839, 0x24ecfc6e, 0xf000aacd, 0x571a4cf0}},
      {0x0123456789abcdef,
       0xfedcba9876543210,
       3,
       {0x89b6573a, 0xec2ab39f, 0x4671fd85, 0x74decae0, 0x4b77ec76, 0xd7bb4a2f}},
  };
  for (const auto& v : vectors) {
    for (std::uint64_t i = 0; i < 6; ++i) CHECK(word(v.seed, v.subsequence, v.offset + i) == v.word[i]);
  }
}

TEST_CASE("all 64 bits of seed, subsequence and block count") {
  const Words zero = philox(0, 0, 0);
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t one = std::uint64_t{1} << bit;
    CHECK(philox(one, 0, 0).word[0] != zero.word[0]);
    CHECK(philox(0, one, 0).word[0] != zero.word[0]);
    CHECK(philox(0, 0, one).word[0] != zero.word[0]);
  }
}
