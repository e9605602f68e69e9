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

// Masked forms, all lanes chosen: g++ 12 warns of undefined operands in the unmasked forms (GCC bug 105593).
constexpr __mmask8 all = 0xFF;
constexpr int lanes = 8, vectors = 4;

/// Four vectors of eight blocks, one generator in each 64-bit lane, its words in the low halves; the contents of the
/// high halves are never read.
struct PhiloxVectors {
  __m512i c0[vectors], c1[vectors], c2[vectors], c3[vectors];
};

SLIPBURST_FOR_AVX512 inline void set_block(PhiloxVectors& generators, int v, __m512i block, std::uint64_t subsequence) {
  generators.c0[v] = block;
  generators.c1[v] = high_halves(block);
  generators.c2[v] = broadcast(static_cast<std::uint32_t>(subsequence));
  generators.c3[v] = broadcast(static_cast<std::uint32_t>(subsequence >> 32));
}

/// The rounds of four vectors in turns: a round is a chain of seven cycles, which the other three vectors fill.
SLIPBURST_FOR_AVX512 inline void do_rounds(const random::PhiloxKeys& keys, PhiloxVectors& generators) {
  const __m512i factor0 = broadcast(0xD2511F53u), factor1 = broadcast(0xCD9E8D57u);
  __m512i *const c0 = generators.c0, *const c1 = generators.c1, *const c2 = generators.c2, *const c3 = generators.c3;
  SLIPBURST_UNROLL
  for (int round = 0; round < random::philox_rounds; ++round) {
    const __m512i key0 = broadcast(keys.key[round][0]), key1 = broadcast(keys.key[round][1]);
    SLIPBURST_UNROLL
    for (int v = 0; v < vectors; ++v) {
      const __m512i product0 = _mm512_maskz_mul_epu32(all, c0[v], factor0),
                    product1 = _mm512_maskz_mul_epu32(all, c2[v], factor1);
      c0[v] = _mm512_ternarylogic_epi64(high_halves(product1), c1[v], key0, 0x96);  // xor
      c2[v] = _mm512_ternarylogic_epi64(high_halves(product0), c3[v], key1, 0x96);
      c1[v] = product1;
      c3[v] = product0;
    }
  }
}

/// Stores one word of all generators.
SLIPBURST_FOR_AVX512 inline void store_words(std::uint32_t* words, const __m512i (&word)[vectors]) {
  SLIPBURST_UNROLL
  for (int v = 0; v < vectors; v += 2) store_low_halves(words + lanes * v, word[v], word[v + 1]);
}

SLIPBURST_FOR_AVX512 void philox_block_avx512(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first,
                                              std::uint64_t stride, int count, std::uint32_t* word0,
                                              std::uint32_t* word1, std::uint32_t* word2) {
  const random::PhiloxKeys keys(seed);
  const auto lane = [=](std::uint64_t i) { return static_cast<long long>(first + stride * i); };
  __m512i block = _mm512_set_epi64(lane(7), lane(6), lane(5), lane(4), lane(3), lane(2), lane(1), lane(0));
  const __m512i next = _mm512_set1_epi64(static_cast<long long>(lanes * stride));
  int i = 0;
  for (; i + lanes * vectors <= count; i += lanes * vectors) {
    PhiloxVectors generators;
    SLIPBURST_UNROLL
    for (int v = 0; v < vectors; ++v) {
      set_block(generators, v, block, subsequence);
      block = _mm512_add_epi64(block, next);
    }
    do_rounds(keys, generators);
    store_words(word0 + i, generators.c0);
    store_words(word1 + i, generators.c1);
    store_words(word2 + i, generators.c2);
  }
  random::philox_block(seed, subsequence, first + stride * static_cast<std::uint64_t>(i), stride, count - i, word0 + i,
                       word1 + i, word2 + i);
}

SLIPBURST_FOR_AVX512 void philox_listed_avx512(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first,
                                               const std::int32_t* index, int count, std::uint32_t* word0,
                                               std::uint32_t* word1) {
  static_assert(random::philox_listed_padding + 1 == lanes * vectors);
  const random::PhiloxKeys keys(seed);
  const __m512i begin = _mm512_set1_epi64(static_cast<long long>(first));
  for (int i = 0; i < count; i += lanes * vectors) {
    PhiloxVectors generators;
    SLIPBURST_UNROLL
    for (int v = 0; v < vectors; ++v) {
      const __m256i eight = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(index + i + lanes * v));
      const __m512i block = _mm512_add_epi64(begin, _mm512_maskz_cvtepi32_epi64(all, eight));
      set_block(generators, v, block, subsequence);
    }
    do_rounds(keys, generators);
    store_words(word0 + i, generators.c0);
    store_words(word1 + i, generators.c1);
  }
}

}  // namespace
#endif

random::PhiloxBlock* philox_block([[maybe_unused]] InstructionSet set) {
#if SLIPBURST_HAVE_AVX512
  if (set == InstructionSet::avx512) return philox_block_avx512;
#endif
  return random::philox_block;
}

random::PhiloxListed* philox_listed([[maybe_unused]] InstructionSet set) {
#if SLIPBURST_HAVE_AVX512
  if (set == InstructionSet::avx512) return philox_listed_avx512;
#endif
  return random::philox_listed;
}

}  // namespace slipburst::kernels
