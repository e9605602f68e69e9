#include "kernels/cpu/philox.hpp"

#if SLIPBURST_HAVE_AVX512
#include <immintrin.h>
#endif

namespace slipburst::kernels {

#if SLIPBURST_HAVE_AVX512
namespace {

/// Moves the high halves of 64-bit lanes to the low ones, on the port that multiplications leave free, unlike a shift.
SLIPBURST_FOR_AVX512 __m512i high_halves(__m512i lanes) {
  constexpr auto odd_to_even = static_cast<_MM_PERM_ENUM>(0b11'11'01'01);
  return _mm512_maskz_shuffle_epi32(0xFFFF, lanes, odd_to_even);
}

SLIPBURST_FOR_AVX512 __m512i broadcast(std::uint32_t x) {
  return _mm512_set1_epi64(static_cast<long long>(std::uint64_t{x}));
}

/// Stores the low halves of the 64-bit lanes of two vectors, one after the other.
SLIPBURST_FOR_AVX512 void store_low_halves(std::uint32_t* words, __m512i first, __m512i second) {
  const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  _mm512_storeu_si512(words, _mm512_permutex2var_epi32(first, even, second));
}

/// Eight blocks in a vector, four vectors in turns: a round is a chain of seven cycles, which the other three vectors
/// fill.
SLIPBURST_FOR_AVX512 void philox_block_avx512(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first,
                                              std::uint64_t stride, int count, std::uint32_t* word0,
                                              std::uint32_t* word1, std::uint32_t* word2) {
  // Masked forms, all lanes chosen: g++ 12 warns of undefined operands in the unmasked forms (GCC bug 105593).
  constexpr __mmask8 all = 0xFF;
  constexpr int rounds = 10, lanes = 8, vectors = 4;
  // One generator in each 64-bit lane, its words in the low halves; the contents of the high halves are never read.
  const auto lane = [=](std::uint64_t i) { return static_cast<long long>(first + stride * i); };
  __m512i block = _mm512_set_epi64(lane(7), lane(6), lane(5), lane(4), lane(3), lane(2), lane(1), lane(0));
  const __m512i next = _mm512_set1_epi64(static_cast<long long>(lanes * stride));
  const __m512i factor0 = broadcast(0xD2511F53u), factor1 = broadcast(0xCD9E8D57u);
  const __m512i low_subsequence = broadcast(static_cast<std::uint32_t>(subsequence));
  const __m512i high_subsequence = broadcast(static_cast<std::uint32_t>(subsequence >> 32));
  std::uint32_t key0[rounds], key1[rounds];
  for (std::uint32_t round = 0; round < rounds; ++round) {
    key0[round] = static_cast<std::uint32_t>(seed) + round * 0x9E3779B9u;
    key1[round] = static_cast<std::uint32_t>(seed >> 32) + round * 0xBB67AE85u;
  }
  int i = 0;
  for (; i + lanes * vectors <= count; i += lanes * vectors) {
    __m512i c0[vectors], c1[vectors], c2[vectors], c3[vectors];
    SLIPBURST_UNROLL
    for (int v = 0; v < vectors; ++v) {
      c0[v] = block;
      c1[v] = high_halves(block);
      c2[v] = low_subsequence;
      c3[v] = high_subsequence;
      block = _mm512_add_epi64(block, next);
    }
    SLIPBURST_UNROLL
    for (int round = 0; round < rounds; ++round) {
      const __m512i round_key0 = broadcast(key0[round]), round_key1 = broadcast(key1[round]);
      SLIPBURST_UNROLL
      for (int v = 0; v < vectors; ++v) {
        const __m512i product0 = _mm512_maskz_mul_epu32(all, c0[v], factor0),
                      product1 = _mm512_maskz_mul_epu32(all, c2[v], factor1);
        c0[v] = _mm512_ternarylogic_epi64(high_halves(product1), c1[v], round_key0, 0x96);  // xor
        c2[v] = _mm512_ternarylogic_epi64(high_halves(product0), c3[v], round_key1, 0x96);
        c1[v] = product1;
        c3[v] = product0;
      }
    }
    SLIPBURST_UNROLL
    for (int v = 0; v < vectors; v += 2) {
      store_low_halves(word0 + i + lanes * v, c0[v], c0[v + 1]);
      store_low_halves(word1 + i + lanes * v, c1[v], c1[v + 1]);
      store_low_halves(word2 + i + lanes * v, c2[v], c2[v + 1]);
    }
  }
  random::philox_block(seed, subsequence, first + stride * static_cast<std::uint64_t>(i), stride, count - i, word0 + i,
                       word1 + i, word2 + i);
}

}  // namespace
#endif

random::PhiloxBlock* philox_block([[maybe_unused]] InstructionSet set) {
#if SLIPBURST_HAVE_AVX512
  if (set == InstructionSet::avx512) return philox_block_avx512;
#endif
  return random::philox_block;
}

}  // namespace slipburst::kernels
