#pragma once
/// \file Step-size controller of an embedded fifth-order pair.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::ode {

/// Factor for the next step size from the scaled error of this one (accepted when <= 1):
/// 0.9 error^(-1/5), kept in [0.2, 6]. Single precision is enough for a step size and cheap on every backend.
SLIPBURST_FUNCTION inline float step_factor(float scaled_error) {
  // The limits of the error give factors beyond those of the factor. No branches, so that it vectorises.
  const float error = math::clamped(scaled_error, 1e-8f, 1e6f);
  return math::clamped(0.9f * math::exp2(-0.2f * math::log2(error)), 0.2f, 6.0f);
}

}  // namespace slipburst::ode
