#include "kernels/cpu/event_steps.hpp"

#include "kernels/cpu/philox.hpp"

#if SLIPBURST_HAVE_AVX512
#include <immintrin.h>
#endif

namespace slipburst::kernels {

#if SLIPBURST_HAVE_AVX512
namespace {

// Masked forms throughout, see philox.cpp.
constexpr __mmask8 all8 = 0xFF;
constexpr __mmask16 all16 = 0xFFFF;
static_assert(exec::EventScratch::vector == 16 && exec::EventScratch::capacity % 16 == 0);

/// Mask of the lanes, of 16 from index i on, whose index is below `count`.
__mmask16 lanes_below(int count, int i) {
  return static_cast<__mmask16>(count - i < 16 ? (1u << (count - i)) - 1 : 0xFFFFu);
}

SLIPBURST_FOR_AVX512 void store_chosen(void* to, __mmask16 chosen, __m512i lanes) {
  _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(chosen, lanes));
}

SLIPBURST_FOR_AVX512 __m512i first_indices() {
  return _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/// \param index  indices of the events kept; null if not wanted
SLIPBURST_FOR_AVX512 inline int keep_unsilent(const exec::SilentWords::Bounds& bounds, int count,
                                              exec::EventScratch& scratch, std::int32_t* index) {
  static_assert(exec::SilentWords::intervals == 32);  // two vectors
  const __m512i low = _mm512_loadu_si512(bounds.greatest), high = _mm512_loadu_si512(bounds.greatest + 16);
  __m512i own = first_indices();
  int kept = 0;
  for (int i = 0; i < count; i += 16) {
    const __m512i word0 = _mm512_loadu_si512(scratch.word[0] + i), word1 = _mm512_loadu_si512(scratch.word[1] + i),
                  word2 = _mm512_loadu_si512(scratch.word[2] + i);
    const __m512i interval = _mm512_maskz_srli_epi32(all16, word2, 32 - exec::SilentWords::bits);
    const __m512i greatest = _mm512_permutex2var_epi32(low, interval, high);
    const __mmask16 chosen = _mm512_mask_cmple_epu32_mask(lanes_below(count, i), word1, greatest);
    store_chosen(scratch.word[0] + kept, chosen, word0);
    store_chosen(scratch.word[1] + kept, chosen, word1);
    store_chosen(scratch.word[2] + kept, chosen, word2);
    if (index) store_chosen(index + kept, chosen, own);
    own = _mm512_add_epi32(own, _mm512_set1_epi32(16));
    kept += __builtin_popcount(chosen);
  }
  return kept;
}

SLIPBURST_FOR_AVX512 int drop_silent(const exec::SilentWords::Bounds& bounds, int count, exec::EventScratch& scratch) {
  return keep_unsilent(bounds, count, scratch, nullptr);
}

SLIPBURST_FOR_AVX512 int list_unsilent(const exec::SilentWords::Bounds& bounds, int count, exec::EventScratch& scratch,
                                       std::int32_t* index) {
  return keep_unsilent(bounds, count, scratch, index);
}

/// Two neighbours from each of four rows, as fast as from one row: an insertion from memory is a load and a blend.
SLIPBURST_FOR_AVX512 __m512d pairs(const double* row0, const double* row1, const double* row2, const double* row3) {
  __m512d four = _mm512_castpd128_pd512(_mm_loadu_pd(row0));
  four = _mm512_maskz_insertf64x2(all8, four, _mm_loadu_pd(row1), 1);
  four = _mm512_maskz_insertf64x2(all8, four, _mm_loadu_pd(row2), 2);
  return _mm512_maskz_insertf64x2(all8, four, _mm_loadu_pd(row3), 3);
}

/// Eight events at a time: their rows are transposed into vectors of equal powers.
SLIPBURST_FOR_AVX512 void find_threshold_ratios(const table::View& table, int count, exec::EventScratch& scratch) {
  constexpr int terms = table::threshold_terms;
  static_assert(terms % 2 == 0);
  for (int i = 0; i < count; i += 8) {
    const auto there = static_cast<__mmask8>(lanes_below(count, i));
    // Lanes beyond the last event read the first row.
    const __m512i cell = _mm512_maskz_loadu_epi64(there, scratch.stress_cell + i);
    alignas(64) std::int64_t begin[8];
    _mm512_store_si512(begin, _mm512_maskz_mullo_epi64(all8, cell, _mm512_set1_epi64(terms)));
    const double* row[8];
    SLIPBURST_UNROLL
    for (int lane = 0; lane < 8; ++lane) row[lane] = table.threshold + begin[lane];
    const __m512d fraction = _mm512_maskz_loadu_pd(there, scratch.fraction + i);
    __m512d ratio;
    SLIPBURST_UNROLL
    for (int power = terms - 2; power >= 0; power -= 2) {
      const __m512d even_lanes = pairs(row[0] + power, row[2] + power, row[4] + power, row[6] + power);
      const __m512d odd_lanes = pairs(row[1] + power, row[3] + power, row[5] + power, row[7] + power);
      const __m512d lower = _mm512_maskz_unpacklo_pd(all8, even_lanes, odd_lanes);
      const __m512d upper = _mm512_maskz_unpackhi_pd(all8, even_lanes, odd_lanes);
      ratio = power == terms - 2 ? upper : _mm512_fmadd_pd(ratio, fraction, upper);
      ratio = _mm512_fmadd_pd(ratio, fraction, lower);
    }
    _mm512_storeu_pd(scratch.ratio + i, ratio);
  }
}

SLIPBURST_FOR_AVX512 __m512i as_words(const std::int64_t* integers) {
  const __m256i low = _mm512_maskz_cvtepi64_epi32(all8, _mm512_loadu_si512(integers)),
                high = _mm512_maskz_cvtepi64_epi32(all8, _mm512_loadu_si512(integers + 8));
  return _mm512_maskz_inserti64x4(all8, _mm512_castsi256_si512(low), high, 1);
}

SLIPBURST_FOR_AVX512 __m512i as_floats(const double* numbers) {
  const __m256 low = _mm512_maskz_cvtpd_ps(all8, _mm512_loadu_pd(numbers)),
               high = _mm512_maskz_cvtpd_ps(all8, _mm512_loadu_pd(numbers + 8));
  return _mm512_castps_si512(_mm512_maskz_insertf32x8(all16, _mm512_castps256_ps512(low), high, 1));
}

/// Sixteen events at a time, without a branch.
SLIPBURST_FOR_AVX512 int gather_emitting(int count, exec::EventScratch& scratch) {
  __m512i index = first_indices();
  int emitting = 0;
  for (int i = 0; i < count; i += 16) {
    const __m128i flags = _mm_loadu_si128(reinterpret_cast<const __m128i*>(scratch.emits + i));
    const __mmask16 chosen = _mm_mask_test_epi8_mask(lanes_below(count, i), flags, flags);
    store_chosen(scratch.emitting + emitting, chosen, index);
    store_chosen(scratch.line_cell + emitting, chosen, as_words(scratch.stress_cell + i));
    store_chosen(scratch.line_fraction + emitting, chosen, as_floats(scratch.fraction + i));
    store_chosen(scratch.line_spread + emitting, chosen, as_floats(scratch.spread + i));
    store_chosen(scratch.line_z + emitting, chosen, _mm512_loadu_si512(scratch.z + i));
    index = _mm512_add_epi32(index, _mm512_set1_epi32(16));
    emitting += __builtin_popcount(chosen);
  }
  return emitting;
}

/// One row of four floats from each of four addresses.
SLIPBURST_FOR_AVX512 __m512 rows(const float* row0, const float* row1, const float* row2, const float* row3) {
  __m512 four = _mm512_castps128_ps512(_mm_loadu_ps(row0));
  four = _mm512_maskz_insertf32x4(all16, four, _mm_loadu_ps(row1), 1);
  four = _mm512_maskz_insertf32x4(all16, four, _mm_loadu_ps(row2), 2);
  return _mm512_maskz_insertf32x4(all16, four, _mm_loadu_ps(row3), 3);
}

/// Sixteen lines at a time, as find_threshold_ratios.
SLIPBURST_FOR_AVX512 void find_supersonic_ratios(const table::View& table, int emitting, exec::EventScratch& scratch) {
  static_assert(table::supersonic_terms == 4);
  for (int j = 0; j < emitting; j += 16) {
    const __mmask16 there = lanes_below(emitting, j);
    alignas(64) std::int32_t cell[16];
    _mm512_store_si512(cell, _mm512_maskz_loadu_epi32(there, scratch.line_cell + j));
    const float* row[16];
    SLIPBURST_UNROLL
    for (int lane = 0; lane < 16; ++lane) row[lane] = table.supersonic + std::int64_t{4} * cell[lane];
    const __m512 of0 = rows(row[0], row[4], row[8], row[12]), of1 = rows(row[1], row[5], row[9], row[13]),
                 of2 = rows(row[2], row[6], row[10], row[14]), of3 = rows(row[3], row[7], row[11], row[15]);
    const __m512d low01 = _mm512_castps_pd(_mm512_maskz_unpacklo_ps(all16, of0, of1)),
                  low23 = _mm512_castps_pd(_mm512_maskz_unpacklo_ps(all16, of2, of3)),
                  high01 = _mm512_castps_pd(_mm512_maskz_unpackhi_ps(all16, of0, of1)),
                  high23 = _mm512_castps_pd(_mm512_maskz_unpackhi_ps(all16, of2, of3));
    const __m512 fraction = _mm512_maskz_loadu_ps(there, scratch.line_fraction + j);
    __m512 ratio = _mm512_castpd_ps(_mm512_maskz_unpackhi_pd(all8, high01, high23));
    ratio = _mm512_fmadd_ps(ratio, fraction, _mm512_castpd_ps(_mm512_maskz_unpacklo_pd(all8, high01, high23)));
    ratio = _mm512_fmadd_ps(ratio, fraction, _mm512_castpd_ps(_mm512_maskz_unpackhi_pd(all8, low01, low23)));
    ratio = _mm512_fmadd_ps(ratio, fraction, _mm512_castpd_ps(_mm512_maskz_unpacklo_pd(all8, low01, low23)));
    _mm512_storeu_ps(scratch.supersonic + j, ratio);
  }
}

}  // namespace
#endif

exec::EventSteps event_steps([[maybe_unused]] InstructionSet set) {
  exec::EventSteps steps;
  steps.philox = philox_block(set);
  steps.philox_listed = philox_listed(set);
#if SLIPBURST_HAVE_AVX512
  if (set == InstructionSet::avx512) {
    steps.drop = drop_silent;
    steps.list = list_unsilent;
    steps.threshold_ratios = find_threshold_ratios;
    steps.gather = gather_emitting;
    steps.supersonic_ratios = find_supersonic_ratios;
  }
#endif
  return steps;
}

}  // namespace slipburst::kernels
