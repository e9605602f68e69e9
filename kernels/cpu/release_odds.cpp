#include "kernels/cpu/release_odds.hpp"

#include "kernels/cpu/instruction_set.hpp"

namespace slipburst::kernels {
namespace {

SLIPBURST_FOR_AVX512 void find_odds_avx512(const release::Slices& slices, const release::Part& part, int count,
                                           release::Lanes& lanes) {
  release::find_odds(slices, part, count, lanes);
}

}  // namespace

void find_odds(const release::Slices& slices, const release::Part& part, int count, release::Lanes& lanes) {
  static const bool avx512 = instruction_sets().back() == InstructionSet::avx512;
  (avx512 ? find_odds_avx512 : release::find_odds)(slices, part, count, lanes);
}

}  // namespace slipburst::kernels
