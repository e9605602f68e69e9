#include "kernels/cpu/gather_emitting.hpp"

#if SLIPBURST_HAVE_AVX512
#include <immintrin.h>
#endif

namespace slipburst::kernels {

#if SLIPBURST_HAVE_AVX512
namespace {

/// Eight events at a time, without a branch. Masked forms throughout, see philox.cpp.
SLIPBURST_FOR_AVX512 int gather_emitting_avx512(int count, exec::EventScratch& scratch) {
  static_assert(exec::EventScratch::vector == 8 && exec::EventScratch::capacity % 8 == 0);
  constexpr __mmask8 all = 0xFF;
  __m256i index = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
  int emitting = 0;
  for (int i = 0; i < count; i += 8) {
    const __m128i flags = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(scratch.emits + i));
    const int there = count - i < 8 ? (1 << (count - i)) - 1 : 0xFF;
    const auto chosen = static_cast<__mmask8>(_mm_test_epi8_mask(flags, flags) & there);
    const __m256i cell = _mm512_maskz_cvtepi64_epi32(all, _mm512_loadu_si512(scratch.stress_cell + i));
    const __m256 fraction = _mm512_maskz_cvtpd_ps(all, _mm512_loadu_pd(scratch.fraction + i));
    const __m256 spread = _mm512_maskz_cvtpd_ps(all, _mm512_loadu_pd(scratch.spread + i));
    const __m256 z = _mm256_loadu_ps(scratch.z + i);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(scratch.emitting + emitting),
                        _mm256_maskz_compress_epi32(chosen, index));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(scratch.line_cell + emitting),
                        _mm256_maskz_compress_epi32(chosen, cell));
    _mm256_storeu_ps(scratch.line_fraction + emitting, _mm256_maskz_compress_ps(chosen, fraction));
    _mm256_storeu_ps(scratch.line_spread + emitting, _mm256_maskz_compress_ps(chosen, spread));
    _mm256_storeu_ps(scratch.line_z + emitting, _mm256_maskz_compress_ps(chosen, z));
    index = _mm256_add_epi32(index, _mm256_set1_epi32(8));
    emitting += __builtin_popcount(chosen);
  }
  return emitting;
}

}  // namespace
#endif

auto gather_emitting([[maybe_unused]] InstructionSet set) -> int (*)(int, exec::EventScratch&) {
#if SLIPBURST_HAVE_AVX512
  if (set == InstructionSet::avx512) return gather_emitting_avx512;
#endif
  return exec::gather_emitting;
}

}  // namespace slipburst::kernels
