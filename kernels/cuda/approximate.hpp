#pragma once
/// \file Approximate functions of single precision.

#include <cmath>

#include "slipburst/base/macros.hpp"

namespace slipburst::kernels {

/// The device's own functions, an instruction each, good to about 2^-22, for arguments and results that are normal
/// numbers: others count as zero. The host's functions stand in for the device's.
struct Approximate {
  SLIPBURST_FUNCTION static float log2(float x) {
#if defined(__CUDA_ARCH__)
    float result;
    asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
#else
    return std::log2(x);
#endif
  }
  SLIPBURST_FUNCTION static float exp2(float x) {
#if defined(__CUDA_ARCH__)
    float result;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
#else
    return std::exp2(x);
#endif
  }
  SLIPBURST_FUNCTION static float reciprocal(float x) {
#if defined(__CUDA_ARCH__)
    float result;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
#else
    return 1 / x;
#endif
  }
};

}  // namespace slipburst::kernels
