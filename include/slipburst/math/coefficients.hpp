#pragma once
/// \file Polynomial coefficients of log2, exp2 and the sine, printed by scripts/dev/generate-polynomials. Do not edit.

#include "slipburst/base/macros.hpp"

// A function with a local constant array, because device code cannot read a namespace-scope one.
#define SLIPBURST_FLOATS(name, terms, ...)                     \
  struct name {                                                \
    static constexpr int size = terms;                         \
    SLIPBURST_FUNCTION static constexpr float get(int order) { \
      constexpr float values[terms] = {__VA_ARGS__};           \
      return values[order];                                    \
    }                                                          \
  };

namespace slipburst::math {

// clang-format off
/// Largest error 1.5e-17 before rounding; lowest order first.
SLIPBURST_DOUBLES(Log2Double, 21,
    0x1.71547652b82fep+0,
    -0x1.71547652b8303p-1,
    0x1.ec709dc3a0364p-2,
    -0x1.71547652b6906p-2,
    0x1.2776c50f0334cp-2,
    -0x1.ec709dc5f6f29p-3,
    0x1.a61762a192f44p-3,
    -0x1.7154758d2a3d3p-3,
    0x1.484b147053a37p-3,
    -0x1.2776e858de1d5p-3,
    0x1.0c9a95cc33af8p-3,
    -0x1.ec6950fd6fdabp-4,
    0x1.c6849c39f15fdp-4,
    -0x1.a68767fa9ec17p-4,
    0x1.8afe634e1be8dp-4,
    -0x1.6dc9b3b9f5253p-4,
    0x1.4edc4d3980443p-4,
    -0x1.51475a6bac287p-4,
    0x1.81a23334b358fp-4,
    -0x1.5e13154ec84fbp-4,
    0x1.2d4105d5df923p-5)

/// Largest error 7.8e-9 before rounding; lowest order first.
SLIPBURST_FLOATS(Log2Float, 10,
    0x1.7154760000000p+0f,
    -0x1.7154700000000p-1f,
    0x1.ec70aa0000000p-2f,
    -0x1.715a700000000p-2f,
    0x1.277a520000000p-2f,
    -0x1.eab7aa0000000p-3f,
    0x1.a38c680000000p-3f,
    -0x1.87f6a20000000p-3f,
    0x1.7a63a00000000p-3f,
    -0x1.b84fb60000000p-4f)

/// Largest error 1.3e-17 before rounding; lowest order first.
SLIPBURST_DOUBLES(Exp2Double, 11,
    0x1.62e42fefa39efp-1,
    0x1.ebfbdff82c598p-3,
    0x1.c6b08d704a0c2p-5,
    0x1.3b2ab6fba1ddap-7,
    0x1.5d87fe78a5276p-10,
    0x1.430913096fd9fp-13,
    0x1.ffcbfc670dcd4p-17,
    0x1.62bfd47773353p-20,
    0x1.b524fae627834p-24,
    0x1.e6063f7217bc6p-28,
    0x1.e9d3fe3952179p-32)

/// Largest error 7.8e-9 before rounding; lowest order first.
SLIPBURST_FLOATS(Exp2Float, 6,
    0x1.62e4300000000p-1f,
    0x1.ebfbe00000000p-3f,
    0x1.c6af6c0000000p-5f,
    0x1.3b2a540000000p-7f,
    0x1.5f08900000000p-10f,
    0x1.44138a0000000p-13f)

/// Largest error 6.5e-19 before rounding; lowest order first.
SLIPBURST_DOUBLES(SineOfPi, 9,
    0x1.921fb54442d18p+1,
    -0x1.4abbce625be52p+2,
    0x1.466bc6775aa7dp+1,
    -0x1.32d2cce627c86p-1,
    0x1.5078348551854p-4,
    -0x1.e3074dfaf87afp-8,
    0x1.e8f3675ee37ddp-12,
    -0x1.6f7acdb8f6580p-16,
    0x1.9d462020fcc78p-21)

// clang-format on

}  // namespace slipburst::math

#undef SLIPBURST_FLOATS
