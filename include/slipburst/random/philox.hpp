#pragma once
/// \file The counter-based generator Philox4x32-10.
///
/// J. K. Salmon et al., SC11 (2011). The words equal those of cuRAND's curand_init(seed, subsequence, 4 block), whose
/// generator the cluster kernel calls; kernels that draw many words for one seed keep its keys instead.

#include <cstdint>

#include "slipburst/base/macros.hpp"

namespace slipburst::random {

struct Words {
  std::uint32_t word[4];
};

inline constexpr int philox_rounds = 10;

/// Keys of the rounds, which depend on the seed alone: code that draws many words for one seed computes them once.
struct PhiloxKeys {
  std::uint32_t key[philox_rounds][2];

  SLIPBURST_FUNCTION explicit PhiloxKeys(std::uint64_t seed) {
    std::uint32_t key0 = static_cast<std::uint32_t>(seed), key1 = static_cast<std::uint32_t>(seed >> 32);
    SLIPBURST_UNROLL
    for (int round = 0; round < philox_rounds; ++round) {
      key[round][0] = key0;
      key[round][1] = key1;
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
  }
};

/// The four words of a counter, its block in words 0 and 1, its subsequence in words 2 and 3.
SLIPBURST_FUNCTION inline Words philox(const PhiloxKeys& keys, const Words& counter) {
  std::uint32_t c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
  SLIPBURST_UNROLL
  for (int round = 0; round < philox_rounds; ++round) {
    const std::uint64_t product0 = static_cast<std::uint64_t>(0xD2511F53u) * c0;
    const std::uint64_t product1 = static_cast<std::uint64_t>(0xCD9E8D57u) * c2;
    const std::uint32_t next0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ keys.key[round][0];
    const std::uint32_t next2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ keys.key[round][1];
    c1 = static_cast<std::uint32_t>(product1);
    c3 = static_cast<std::uint32_t>(product0);
    c0 = next0;
    c2 = next2;
  }
  return {{c0, c1, c2, c3}};
}

/// The four words of (seed, subsequence, block).
SLIPBURST_FUNCTION inline Words philox(const PhiloxKeys& keys, std::uint64_t subsequence, std::uint64_t block) {
  return philox(keys, {{static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                        static_cast<std::uint32_t>(subsequence), static_cast<std::uint32_t>(subsequence >> 32)}});
}

SLIPBURST_FUNCTION inline Words philox(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t block) {
  return philox(PhiloxKeys(seed), subsequence, block);
}

}  // namespace slipburst::random
