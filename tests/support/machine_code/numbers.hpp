#pragma once
/// \file Arithmetic of machine code, one lane's part of an instruction.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace machine_code {

using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i32 = std::int32_t;
using i64 = std::int64_t;

inline constexpr int warp_size = 32;
inline constexpr u32 all_lanes = ~0u;

// --- words ---
constexpr u64 join(u32 low, u32 high) { return u64{high} << 32 | low; }
constexpr u32 lower(u64 x) { return static_cast<u32>(x); }
constexpr u32 upper(u64 x) { return static_cast<u32>(x >> 32); }
constexpr i32 signed32(u32 x) { return static_cast<i32>(x); }
constexpr u32 unsigned32(int x) { return static_cast<u32>(x); }
constexpr u64 unsigned64(i64 x) { return static_cast<u64>(x); }
constexpr u64 unsigned64(u64 x) { return x; }
constexpr u32 min(u32 a, u32 b) { return a < b ? a : b; }

/// Whether a lane is in a mask.
constexpr bool bit(u32 mask, int lane) { return (mask >> lane & 1u) != 0; }
constexpr u32 as_bit(bool x) { return x; }
/// Bits of `with` in the mask, and of `without` outside.
constexpr u32 chosen(u32 mask, u32 with, u32 without) { return (with & mask) | (without & ~mask); }
/// One of two words, without a branch, so that compilers do several lanes at once.
constexpr u32 either(bool first, u32 a, u32 b) { return chosen(0u - as_bit(first), a, b); }
inline int first_lane(u32 mask) { return std::countr_zero(mask); }
/// Replaces a value in a lane that takes part.
inline void put(u32& target, bool on, u32 value) { target = either(on, value, target); }

template <class Function>
void for_each_lane(u32 mask, const Function& function) {
  for (; mask != 0; mask &= mask - 1) function(first_lane(mask));
}

/// Logical function of three words, by the table of its values.
template <unsigned table>
constexpr u32 logic(u32 a, u32 b, u32 c) {
  u32 x = 0;
  for (unsigned i = 0; i < 8; ++i) {
    if (table >> i & 1) x |= (i & 4 ? a : ~a) & (i & 2 ? b : ~b) & (i & 1 ? c : ~c);
  }
  return x;
}

/// Four bytes of two words, each chosen by four bits; the highest of these bits asks for the sign instead.
constexpr u32 permute(u32 a, u32 selector, u32 b) {
  u32 x = 0;
  for (int i = 0; i < 4; ++i) {
    const u32 choice = selector >> 4 * i & 15;
    u32 byte = lower(join(a, b) >> 8 * (choice & 7)) & 255;
    if (choice & 8) byte = byte & 128 ? 255 : 0;
    x |= byte << 8 * i;
  }
  return x;
}

constexpr u64 shift_left(u64 x, u32 count) { return count > 63 ? 0 : x << count; }
constexpr u64 shift_right(u64 x, u32 count) { return count > 63 ? 0 : x >> count; }
constexpr u64 shift_right_signed(u64 x, u32 count) { return static_cast<u64>(static_cast<i64>(x) >> min(count, 63)); }
constexpr u32 reversed(u32 x) {
  u32 y = 0;
  for (int i = 0; i < 32; ++i) y |= (x >> i & 1u) << (31 - i);
  return y;
}
constexpr u32 count_ones(u32 x) { return unsigned32(std::popcount(x)); }
constexpr u32 leading_zeros(u32 x) { return x ? unsigned32(std::countl_zero(x)) : ~0u; }
constexpr u32 highest_one(u32 x) { return x ? 31u - leading_zeros(x) : ~0u; }
template <class Integer>
constexpr Integer extreme(Integer a, Integer b, bool smaller) {
  return (a < b) == smaller ? a : b;
}

// --- floating-point numbers ---
inline float as_float(u32 x) { return std::bit_cast<float>(x); }
inline double as_double(u64 x) { return std::bit_cast<double>(x); }
inline u32 bits(float x) { return std::bit_cast<u32>(x); }
inline u64 bits(double x) { return std::bit_cast<u64>(x); }
inline float negated(float x) { return as_float(bits(x) ^ 1u << 31); }
inline float absolute(float x) { return as_float(bits(x) & ~(1u << 31)); }
inline double negated(double x) { return as_double(bits(x) ^ u64{1} << 63); }
inline double absolute(double x) { return as_double(bits(x) & ~(u64{1} << 63)); }
inline bool is_nan(float x) { return bits(absolute(x)) > 0x7F800000u; }
inline bool is_nan(double x) { return bits(absolute(x)) > u64{0x7FF} << 52; }
/// Number without subnormals, which become zeros of the same sign.
inline float flushed(float x) { return bits(x) & 0x7F800000u ? x : as_float(bits(x) & 1u << 31); }
inline float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
/// The smaller or the greater number. \param nan  whether NaN wins, else the number does
inline float extreme(float a, float b, bool smaller, bool nan) {
  if (nan && (is_nan(a) || is_nan(b))) return as_float(0x7FFFFFFFu);
  if (is_nan(a)) return b;
  if (is_nan(b)) return a;
  return (a < b) == smaller ? a : b;
}
/// Whether the quick way of a division may go wrong. May say so more often than a GPU, which changes no quotient.
inline bool needs_slow_division(float a, float b) {
  const int x = signed32(bits(a) >> 23 & 255), y = signed32(bits(b) >> 23 & 255);
  return x == 255 || x < 24 || y == 255 || y == 0 || y > 252 || x - y > 125 || x - y < -125;
}

// --- conversions, toward zero, of NaN to 0 and of numbers out of range to the nearest limit ---
template <class Real>
i32 to_i32(Real x) {
  if (is_nan(x)) return 0;
  if (x >= Real{2147483648.0}) return INT32_MAX;
  if (x <= Real{-2147483648.0}) return INT32_MIN;
  return static_cast<i32>(x);
}
template <class Real>
u32 to_u32(Real x) {
  return !(x > 0) ? 0 : x >= Real{0x1p32} ? ~0u : static_cast<u32>(x);
}
template <class Real>
u64 to_u64(Real x) {
  return !(x > 0) ? 0 : x >= Real{0x1p64} ? ~u64{0} : static_cast<u64>(x);
}

// --- operations that are not rounded to nearest: rounding.cpp ---
enum class Rounding { down, up, to_zero };
float rounded(Rounding rounding, float a, float b, float c);
double rounded(Rounding rounding, double a, double b, double c);
/// Integer as a number that is not smaller.
float rounded_up(u64 x);

// --- approximations: approximations.cpp ---
float approximate_rcp(float x);
float approximate_rsq(float x);
float approximate_lg2(float x);
float approximate_ex2(float x);
/// Upper half of the result for a number with this upper half.
u32 approximate_rcp64h(u32 high);
u32 approximate_rsq64h(u32 high);

}  // namespace machine_code
