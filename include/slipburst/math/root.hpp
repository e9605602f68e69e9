#pragma once
/// \file Bracketed root finding.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::math {

/// Root of a continuous function between `low` and `high`, where its values are `at_low` and `at_high`, of opposite
/// sign. Regula falsi with the Illinois weight, bisecting when it stalls; ends when |f| <= tolerance, the bracket
/// collapses, or after 100 evaluations. Deterministic: the same bits on every backend.
template <class Real, class Function>
SLIPBURST_FUNCTION inline Real find_root(const Function& f, Real low, Real high, Real at_low, Real at_high,
                                         Real tolerance) {
  if (at_low == Real(0)) return low;
  if (at_high == Real(0)) return high;
  int kept = 0;  // end that survived the last update: -1 low, +1 high
  for (int i = 0; i < 100; ++i) {
    const Real width = high - low;
    Real middle = i % 8 == 7 ? low + Real(0.5) * width : low + width * (at_low / (at_low - at_high));
    if (!(middle > low && middle < high)) {
      middle = low + Real(0.5) * width;
      if (!(middle > low && middle < high)) return low;
    }
    const Real value = f(middle);
    if (abs(value) <= tolerance) return middle;
    if ((value < Real(0)) == (at_low < Real(0))) {
      low = middle;
      at_low = value;
      if (kept == 1) at_high *= Real(0.5);
      kept = 1;
    } else {
      high = middle;
      at_high = value;
      if (kept == -1) at_low *= Real(0.5);
      kept = -1;
    }
  }
  return low + Real(0.5) * (high - low);
}

}  // namespace slipburst::math
