#include "kernels/cpu/philox.hpp"

#if SLIPBURST_HAVE_AVX512
#include <immintrin.h>
#endif

namespace slipburst::kernels {

#if SLIPBURST_HAVE_AVX512
namespace {

/// Eight blocks at a time.
SLIPBURST_FOR_AVX512 void philox_block_avx512(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t first,
                                              std::uint64_t stride, int count, std::uint32_t* word0,
                                              std::uint32_t* word1, std::uint32_t* word2) {
  // Masked forms, all lanes chosen: g++ 12 warns of what the plain ones leave undefined (GCC bug 105593).
  constexpr __mmask8 all = 0xFF;
  // One generator in each 64-bit lane, its words in the low halves; what gathers in the high halves is never read.
  const auto low = [](std::uint64_t x) { return static_cast<long long>(x & 0xFFFFFFFFu); };
  const auto lane = [=](std::uint64_t i) { return static_cast<long long>(first + stride * i); };
  __m512i block = _mm512_set_epi64(lane(7), lane(6), lane(5), lane(4), lane(3), lane(2), lane(1), lane(0));
  const __m512i next = _mm512_set1_epi64(static_cast<long long>(8 * stride));
  const __m512i factor0 = _mm512_set1_epi64(low(0xD2511F53u)), factor1 = _mm512_set1_epi64(low(0xCD9E8D57u));
  const __m512i low_subsequence = _mm512_set1_epi64(low(subsequence));
  const __m512i high_subsequence = _mm512_set1_epi64(low(subsequence >> 32));
  int i = 0;
  for (; i + 8 <= count; i += 8) {
    __m512i c0 = block, c1 = _mm512_maskz_srli_epi64(all, block, 32), c2 = low_subsequence, c3 = high_subsequence;
    std::uint32_t key0 = static_cast<std::uint32_t>(seed), key1 = static_cast<std::uint32_t>(seed >> 32);
    SLIPBURST_UNROLL
    for (int round = 0; round < 10; ++round) {
      const __m512i product0 = _mm512_maskz_mul_epu32(all, c0, factor0),
                    product1 = _mm512_maskz_mul_epu32(all, c2, factor1);
      c0 = _mm512_ternarylogic_epi64(_mm512_maskz_srli_epi64(all, product1, 32), c1, _mm512_set1_epi64(low(key0)),
                                     0x96);  // xor
      c2 =
          _mm512_ternarylogic_epi64(_mm512_maskz_srli_epi64(all, product0, 32), c3, _mm512_set1_epi64(low(key1)), 0x96);
      c1 = product1;
      c3 = product0;
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(word0 + i), _mm512_maskz_cvtepi64_epi32(all, c0));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(word1 + i), _mm512_maskz_cvtepi64_epi32(all, c1));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(word2 + i), _mm512_maskz_cvtepi64_epi32(all, c2));
    block = _mm512_add_epi64(block, next);
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
