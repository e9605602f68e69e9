#pragma once
/// \file Reinterpretation of floating-point numbers as their bits, on host and device.

#include <cstdint>

#include "slipburst/base/macros.hpp"

namespace slipburst::base {

template <class To, class From>
SLIPBURST_FUNCTION inline To bit_cast(From from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

}  // namespace slipburst::base
