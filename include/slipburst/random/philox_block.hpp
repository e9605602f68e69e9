#pragma once
/// \file Philox for evenly spaced blocks on a CPU: the same words as philox(), four blocks at a time.
///
/// Current compilers do not find the widening 32-bit multiplication in the scalar form, which costs a factor of three.

#include <cstdint>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "slipburst/random/philox.hpp"

namespace slipburst::random {

#if defined(__AVX2__)
/// One generator in each 64-bit lane, its words in the low halves; the contents of the high halves are never read.
struct PhiloxLanes {
  __m256i c0, c1, c2, c3;
};

inline __m256i broadcast_low(std::uint64_t x) { return _mm256_set1_epi64x(static_cast<long long>(x & 0xFFFFFFFFu)); }

/// Counters after all rounds.
inline PhiloxLanes after_rounds(std::uint64_t seed, PhiloxLanes lanes) {
  std::uint32_t key0 = static_cast<std::uint32_t>(seed), key1 = static_cast<std::uint32_t>(seed >> 32);
  SLIPBURST_UNROLL
  for (int round = 0; round < philox_rounds; ++round) {
    const __m256i product0 = _mm256_mul_epu32(lanes.c0, broadcast_low(0xD2511F53u));
    const __m256i product1 = _mm256_mul_epu32(lanes.c2, broadcast_low(0xCD9E8D57u));
    lanes.c0 = _mm256_xor_si256(_mm256_srli_epi64(product1, 32), _mm256_xor_si256(lanes.c1, broadcast_low(key0)));
    lanes.c2 = _mm256_xor_si256(_mm256_srli_epi64(product0, 32), _mm256_xor_si256(lanes.c3, broadcast_low(key1)));
    lanes.c1 = product1;
    lanes.c3 = product0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return lanes;
}

inline PhiloxLanes philox_lanes(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first,
                                std::uint64_t stride) {
  const auto lane = [=](std::uint64_t i) { return static_cast<long long>(first + stride * i); };
  const __m256i block = _mm256_set_epi64x(lane(3), lane(2), lane(1), lane(0));
  return after_rounds(
      seed, {block, _mm256_srli_epi64(block, 32), broadcast_low(subsequence), broadcast_low(subsequence >> 32)});
}

/// Writes the low halves of four lanes.
inline void store_low(__m256i lanes, std::uint32_t* words) {
  const __m256i packed = _mm256_permutevar8x32_epi32(lanes, _mm256_set_epi32(7, 5, 3, 1, 6, 4, 2, 0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words), _mm256_castsi256_si128(packed));
}
#endif

/// Writes the first three words of the blocks first, first + stride, ...
using PhiloxBlock = void(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first, std::uint64_t stride,
                         int count, std::uint32_t* word0, std::uint32_t* word1, std::uint32_t* word2);

inline void philox_block(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first, std::uint64_t stride,
                         int count, std::uint32_t* word0, std::uint32_t* word1, std::uint32_t* word2) {
  int i = 0;
#if defined(__AVX2__)
  for (; i + 4 <= count; i += 4) {
    const PhiloxLanes lanes = philox_lanes(seed, subsequence, first + stride * static_cast<std::uint64_t>(i), stride);
    store_low(lanes.c0, word0 + i);
    store_low(lanes.c1, word1 + i);
    store_low(lanes.c2, word2 + i);
  }
#endif
  for (; i < count; ++i) {
    const Words words = philox(seed, subsequence, first + stride * static_cast<std::uint64_t>(i));
    word0[i] = words.word[0];
    word1[i] = words.word[1];
    word2[i] = words.word[2];
  }
}

/// Number of entries beyond the last that a PhiloxListed may read and write.
inline constexpr int philox_listed_padding = 31;

/// Writes the first two words of the blocks first + index[i].
using PhiloxListed = void(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first, const std::int32_t* index,
                          int count, std::uint32_t* word0, std::uint32_t* word1);

inline void philox_listed(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first, const std::int32_t* index,
                          int count, std::uint32_t* word0, std::uint32_t* word1) {
  int i = 0;
#if defined(__AVX2__)
  const __m256i begin = _mm256_set1_epi64x(static_cast<long long>(first));
  for (; i + 4 <= count; i += 4) {
    const __m128i four = _mm_loadu_si128(reinterpret_cast<const __m128i*>(index + i));
    const __m256i block = _mm256_add_epi64(begin, _mm256_cvtepi32_epi64(four));
    const PhiloxLanes lanes = after_rounds(
        seed, {block, _mm256_srli_epi64(block, 32), broadcast_low(subsequence), broadcast_low(subsequence >> 32)});
    store_low(lanes.c0, word0 + i);
    store_low(lanes.c1, word1 + i);
  }
#endif
  for (; i < count; ++i) {
    const Words words = philox(seed, subsequence, first + static_cast<std::uint64_t>(index[i]));
    word0[i] = words.word[0];
    word1[i] = words.word[1];
  }
}

/// Writes the words of one block for many subsequences, (high[i] << 32) + low.
inline void philox_subsequences(std::uint64_t seed, std::uint64_t block, std::uint32_t low, const std::uint32_t* high,
                                int count, std::uint32_t* word0, std::uint32_t* word1, std::uint32_t* word2,
                                std::uint32_t* word3) {
  int i = 0;
#if defined(__AVX2__)
  for (; i + 4 <= count; i += 4) {
    const __m128i four = _mm_loadu_si128(reinterpret_cast<const __m128i*>(high + i));
    const PhiloxLanes lanes = after_rounds(
        seed, {broadcast_low(block), broadcast_low(block >> 32), broadcast_low(low), _mm256_cvtepu32_epi64(four)});
    store_low(lanes.c0, word0 + i);
    store_low(lanes.c1, word1 + i);
    store_low(lanes.c2, word2 + i);
    store_low(lanes.c3, word3 + i);
  }
#endif
  for (; i < count; ++i) {
    const Words words = philox(seed, static_cast<std::uint64_t>(high[i]) << 32 | low, block);
    word0[i] = words.word[0];
    word1[i] = words.word[1];
    word2[i] = words.word[2];
    word3[i] = words.word[3];
  }
}

}  // namespace slipburst::random
