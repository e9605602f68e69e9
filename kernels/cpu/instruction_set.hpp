#pragma once
/// \file Kernels compiled for several kinds of CPU, chosen at run time; all give identical bits.

#include <string>
#include <vector>

namespace slipburst::kernels {

enum class InstructionSet {
  baseline,  ///< target of the whole program: AVX2 on x86-64
  avx512     ///< x86-64-v4, vectors of 64 bytes
};

/// Instruction sets that this build has code for and this processor runs, the best last.
std::vector<InstructionSet> instruction_sets();

/// Name for logs, such as "AVX-512".
std::string name(InstructionSet set);

}  // namespace slipburst::kernels

// Before a function: compiles it, and all functions it calls, for AVX-512. `flatten`, since a call would leave AVX-512.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SLIPBURST_HAVE_AVX512 1
#if defined(__AVX512F__)  // compiled for such a processor: g++ would not inline into a function with another `arch`
#define SLIPBURST_FOR_AVX512 __attribute__((target("prefer-vector-width=512"), flatten))
#else
#define SLIPBURST_FOR_AVX512 __attribute__((target("arch=x86-64-v4", "prefer-vector-width=512"), flatten))
#endif
#else
#define SLIPBURST_HAVE_AVX512 0
#define SLIPBURST_FOR_AVX512
#endif
