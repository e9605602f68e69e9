#pragma once
/// \file Divisions without a branch, for code that looks once whether all of several divisions are sure.

#include <cstdint>

#include "slipburst/math/division.hpp"

namespace slipburst::kernels {

/// The steps by which nvcc divides numbers of the usual range: an approximation, refined by residuals that fused
/// multiply-adds give exactly, so that the last rounding is right. For all other numbers nvcc's divisions have a branch
/// each, and this class a note that it is not sure: see math::Division, which it stands for.
template <class Real>
class QuickDivision;

#if defined(__CUDA_ARCH__)

template <>
class QuickDivision<double> {
 public:
  __device__ double inverse(double x) {
    double approximation;
    asm("rcp.approx.ftz.f64 %0, %1;" : "=d"(approximation) : "d"(x));
    const int upper = __double2hiint(x) + to_range;
    // Some large numbers look like no number, which fminf() leaves out, as it should.
    least_ = fminf(least_, fabsf(__int_as_float(upper)));
    approximation = __hiloint2double(__double2hiint(approximation), upper);  // any lower half is as good as another
    double rest = fma(-x, approximation, 1.0);
    rest = fma(rest, rest, rest);
    const double near = fma(approximation, rest, approximation);
    return fma(near, fma(-x, near, 1.0), near);
  }
  __device__ double ratio(double x, double y) {
    const double of_one = inverse(y), near = x * of_one;
    return fma(of_one, fma(-y, near, x), near);
  }
  __device__ bool sure() const { return least_ >= begin_of_range; }

 private:
  /// Numbers with sure inverses are those from 2^-900 to 2^1021. In the upper halves of their bits, taken as a float,
  /// the upper end is shifted to where the sign begins, so that one comparison of magnitudes finds both ends.
  static constexpr int to_range = 0x00300402;
  static constexpr float begin_of_range = 0x1.c00804p-112f;

  float least_ = 1.0f;
};

template <>
class QuickDivision<float> {
 public:
  __device__ float inverse(float x) {
    float approximation;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(approximation) : "f"(x));
    const float rest = fmaf(-x, approximation, 1.0f);
    rests_ += fabsf(rest);
    return fmaf(approximation, rest, approximation);
  }
  __device__ float ratio(float x, float y) {
    least_ = fminf(least_, fabsf(y));
    const float of_one = inverse(y), near = x * of_one;
    return fmaf(of_one, fmaf(-y, near, x), near);
  }
  __device__ bool sure() const { return rests_ < max_rests && least_ > min_divisor; }

 private:
  static constexpr float max_rests = 0x1p-10f;    ///< rests are 1 or no numbers where approximations are 0 or infinite
  static constexpr float min_divisor = 0x1p-70f;  ///< remainders of a ratio above 1e-9 are exact from here on

  float rests_ = 0.0f;  ///< sum of the magnitudes
  float least_ = 1.0f;  ///< divisor of a ratio
};

#else  // the host's part, and emulators of the source

template <class Real>
class QuickDivision : public math::Division<Real> {};

#endif

}  // namespace slipburst::kernels
