#pragma once
/// \file log2, exp2 and a cosine with the same bits on every processor, compiler and backend.
///
/// Library versions of log2 differ between hosts and devices. The functions here are fixed sequences of integer
/// operations and fused multiply-adds, so that the same argument gives the same bits everywhere. They vectorise: no
/// branch, no table.

#include <cmath>
#include <cstdint>

#include "slipburst/base/bits.hpp"
#include "slipburst/base/macros.hpp"
#include "slipburst/math/coefficients.hpp"

namespace slipburst::math {

SLIPBURST_FUNCTION inline double fused(double a, double b, double c) { return ::fma(a, b, c); }
SLIPBURST_FUNCTION inline float fused(float a, float b, float c) { return ::fmaf(a, b, c); }

SLIPBURST_FUNCTION inline double sqrt(double x) { return ::sqrt(x); }  // IEEE, hence the same everywhere
SLIPBURST_FUNCTION inline float sqrt(float x) { return ::sqrtf(x); }

SLIPBURST_FUNCTION inline double abs(double x) { return ::fabs(x); }
SLIPBURST_FUNCTION inline float abs(float x) { return ::fabsf(x); }

/// x between two bounds; `low` if x is no number.
SLIPBURST_FUNCTION inline float clamped(float x, float low, float high) {
#if defined(__CUDA_ARCH__)
  return ::fminf(::fmaxf(x, low), high);  // an instruction each
#else
  return x > low ? (x < high ? x : high) : low;
#endif
}
/// x, but `bound` from there on. Preconditions: x is a number, bound positive, the low half of its bits zero.
SLIPBURST_FUNCTION inline double capped(double x, double bound) {
#if defined(__CUDA_ARCH__)
  return __double2hiint(x) < __double2hiint(bound) ? x : bound;  // half the instructions
#else
  return x < bound ? x : bound;
#endif
}
/// Greatest integer not above x.
SLIPBURST_FUNCTION inline std::int32_t floor(float x) { return static_cast<std::int32_t>(::floorf(x)); }

/// Number i of `Doubles`, a type of SLIPBURST_DOUBLES, rounded to Real.
template <class Real, class Doubles, int i>
SLIPBURST_FUNCTION inline Real number() {
  if constexpr (sizeof(Real) == sizeof(double)) {
    return Doubles::get(i);
  } else {
    constexpr Real rounded = static_cast<Real>(Doubles::values[i]);
    return rounded;
  }
}

/// Horner's scheme over every second coefficient of `Table` from `order` on, at the argument t^2.
template <class Table, int order, class Real>
SLIPBURST_FUNCTION inline Real horner(Real t2) {
  const Real coefficient = Table::get(order);
  if constexpr (order + 2 < Table::size) {
    return fused(horner<Table, order + 2>(t2), t2, coefficient);
  } else {
    return coefficient;
  }
}

/// Polynomial of `Table`'s coefficients, its even and odd halves apart: half the latency of one Horner chain.
template <class Table, class Real>
SLIPBURST_FUNCTION inline Real evaluate(Real t) {
  return fused(horner<Table, 1>(t * t), t, horner<Table, 0>(t * t));
}

/// log2(x), relative error below 3e-16. Precondition: x positive, normal, finite.
SLIPBURST_FUNCTION inline double log2(double x) {
  constexpr std::uint64_t root_half = 0x3FE6A09E667F3BCDull;  // the bits of sqrt(1/2)
  const std::uint64_t above = base::bit_cast<std::uint64_t>(x) - root_half;
  const std::uint64_t biased = (above + (1024ull << 52)) >> 52;  // exponent + 1024 when x / 2^e >= sqrt(1/2)
  const auto mantissa = base::bit_cast<double>((above & 0x000FFFFFFFFFFFFFull) + root_half);
  // The exponent as a number without an integer conversion, which AVX2 lacks for 64 bits.
  const double exponent = base::bit_cast<double>(0x4330000000000000ull | biased) - (4503599627370496.0 + 1024.0);
  const double t = mantissa - 1.0;
  return fused(t, evaluate<Log2Double>(t), exponent);
}

/// log2(x), relative error below 3e-7 (absolute 1e-7 around x = 1). Precondition: x positive, normal, finite.
SLIPBURST_FUNCTION inline float log2(float x) {
  constexpr std::uint32_t root_half = 0x3F3504F3u;
  const std::uint32_t above = base::bit_cast<std::uint32_t>(x) - root_half;
  const std::uint32_t biased = (above + (128u << 23)) >> 23;
  const auto mantissa = base::bit_cast<float>((above & 0x007FFFFFu) + root_half);
  const float exponent = static_cast<float>(static_cast<std::int32_t>(biased) - 128);
  const float t = mantissa - 1.0f;
  return fused(t, evaluate<Log2Float>(t), exponent);
}

/// 2^x, relative error below 4e-16. Precondition: |x| < 1000.
SLIPBURST_FUNCTION inline double exp2(double x) {
  constexpr double shifter = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer in the low bits
  const double shifted = x + shifter;
  const double t = x - (shifted - shifter);
  const auto scale = base::bit_cast<double>((base::bit_cast<std::uint64_t>(shifted) << 52) + (1023ull << 52));
  return scale * fused(t, evaluate<Exp2Double>(t), 1.0);
}

/// 2^x, relative error below 2e-7. Precondition: |x| < 120.
SLIPBURST_FUNCTION inline float exp2(float x) {
  constexpr float shifter = 12582912.0f;
  const float shifted = x + shifter;
  const float t = x - (shifted - shifter);
  const auto scale = base::bit_cast<float>((base::bit_cast<std::uint32_t>(shifted) << 23) + (127u << 23));
  return scale * fused(t, evaluate<Exp2Float>(t), 1.0f);
}

inline constexpr double ln2 = 0.69314718055994530942;
inline constexpr double pi = 3.14159265358979323846;

/// Natural logarithm. Precondition: x positive, normal, finite.
template <class Real>
SLIPBURST_FUNCTION inline Real log(Real x) {
  return static_cast<Real>(ln2) * log2(x);
}

/// e^x - 1, relative error below 5e-16. Precondition: |x| < 690.
SLIPBURST_FUNCTION inline double expm1(double x) {
  // Same steps as exp2, without the 1 that would cost small results their digits.
  constexpr double shifter = 6755399441055744.0;
  constexpr double log2_e = 1.44269504088896338700, log2_e_rest = 2.03552737409310331e-17;
  const double shifted = x * log2_e + shifter;
  const double t = fused(x, log2_e_rest, fused(x, log2_e, -(shifted - shifter)));
  const auto scale = base::bit_cast<double>((base::bit_cast<std::uint64_t>(shifted) << 52) + (1023ull << 52));
  return fused(scale, t * evaluate<Exp2Double>(t), scale - 1.0);
}

/// ln(x) / (x - 1), 1 at 1. \param log  ln(x)
SLIPBURST_FUNCTION inline double log_ratio(double x, double log) { return x == 1.0 ? 1.0 : log / (x - 1.0); }
/// ln(1 + x) / x, 1 at 0, relative error below 1e-15: the error of 1 + x cancels (Kahan). Precondition: x > -1.
SLIPBURST_FUNCTION inline double log1p_ratio(double x) { return log_ratio(1.0 + x, log(1.0 + x)); }

/// e^-x, relative error below 1e-15 where the result is normal, 0 below. Precondition: x >= 0, infinity included.
SLIPBURST_FUNCTION inline double exp_minus(double x) {
  constexpr double min_normal = 708;  // e^-708 is 3e-308
  constexpr double log2_e = 1.44269504088896338700, log2_e_rest = 2.03552737409310331e-17;
  if (!(x <= min_normal)) return 0;
  // The rounding error of x log2(e), below 2e-16 x, enters as a first-order factor.
  const double high = -x * log2_e;
  const double rest = fused(-x, log2_e_rest, fused(-x, log2_e, -high));
  return exp2(high) * fused(rest, ln2, 1.0);
}

/// 1 - e^-x, with all its digits for small x. Precondition: x >= 0, infinity included.
SLIPBURST_FUNCTION inline double one_minus_exp(double x) {
  constexpr double beyond_digits = 40;
  return -expm1(-(x < beyond_digits ? x : beyond_digits));
}

/// cos(2 pi t), absolute error below 3e-16. Precondition: 0 <= t <= 1.
SLIPBURST_FUNCTION inline double cos_turns(double t) {
  // -sin(pi s), s from -1/2 to 1/2.
  const double centred = 2 * t - 1;
  const double s = 0.5 - (centred < 0 ? -centred : centred);
  return -s * evaluate<SineOfPi>(s * s);
}

}  // namespace slipburst::math
