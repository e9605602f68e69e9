#pragma once
/// \file A small fixed-size vector of ODE components.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::ode {

template <class Real, int Size>
struct Vector {
  Real values[Size];

  SLIPBURST_FUNCTION Real& operator[](int i) { return values[i]; }
  SLIPBURST_FUNCTION const Real& operator[](int i) const { return values[i]; }
};

/// a x + y, one fused multiply-add per component.
template <class Real, int Size>
SLIPBURST_INLINED_FUNCTION Vector<Real, Size> fused(Real a, const Vector<Real, Size>& x, const Vector<Real, Size>& y) {
  Vector<Real, Size> sum;
  SLIPBURST_UNROLL
  for (int i = 0; i < Size; ++i) sum[i] = math::fused(a, x[i], y[i]);
  return sum;
}

/// a x.
template <class Real, int Size>
SLIPBURST_INLINED_FUNCTION Vector<Real, Size> scaled(Real a, const Vector<Real, Size>& x) {
  Vector<Real, Size> product;
  SLIPBURST_UNROLL
  for (int i = 0; i < Size; ++i) product[i] = a * x[i];
  return product;
}

}  // namespace slipburst::ode
