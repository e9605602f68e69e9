#pragma once
/// \file Kernels compiled for more than one kind of CPU, chosen when the program runs. All give the same bits.

#include <string>
#include <vector>

namespace slipburst::kernels {

enum class InstructionSet {
  baseline,  ///< what the whole program is compiled for: AVX2 on x86-64
  avx512     ///< x86-64-v4, vectors of 64 bytes
};

/// Those that this build has code for and this processor runs, the best last.
std::vector<InstructionSet> instruction_sets();

/// For logs, such as "AVX-512".
std::string name(InstructionSet set);

}  // namespace slipburst::kernels

// Before a function: compile it, and all that it calls, for AVX-512. `flatten`, since a call would leave it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SLIPBURST_HAVE_AVX512 1
#if defined(__AVX512F__)  // compiled for such a processor: of another architecture g++ would inline nothing
#define SLIPBURST_FOR_AVX512 __attribute__((target("prefer-vector-width=512"), flatten))
#else
#define SLIPBURST_FOR_AVX512 __attribute__((target("arch=x86-64-v4", "prefer-vector-width=512"), flatten))
#endif
#else
#define SLIPBURST_HAVE_AVX512 0
#define SLIPBURST_FOR_AVX512
#endif
