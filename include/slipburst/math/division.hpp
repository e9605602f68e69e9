#pragma once
/// \file Divisions of a formula that a device may do in its own way.

#include "slipburst/base/macros.hpp"

namespace slipburst::math {

/// Divisions as the language has them. Other classes may be quicker for most numbers, and say where they are not sure
/// of the bits.
template <class Real>
class Division {
 public:
  SLIPBURST_FUNCTION Real inverse(Real x) { return Real(1) / x; }
  /// x / y. Other classes need have its bits only where its magnitude is between 1e-9 and 1e9: below, any number below
  /// 1e-8, above, any number above 1e8 or none.
  SLIPBURST_FUNCTION Real ratio(Real x, Real y) { return x / y; }
  /// Whether all results so far have the bits of IEEE divisions.
  SLIPBURST_FUNCTION static constexpr bool sure() { return true; }
};

}  // namespace slipburst::math
