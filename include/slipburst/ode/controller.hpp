#pragma once
/// \file Step-size controller of an embedded fifth-order pair.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::ode {

/// Factor for the next step size from the scaled error of this one (accepted when <= 1):
/// 0.9 error^(-1/5), kept in [0.2, 6]. Single precision is enough for a step size and cheap on every backend.
SLIPBURST_FUNCTION inline float step_factor(float scaled_error) {
  // Selections rather than branches, so that it vectorises.
  const bool tiny = !(scaled_error > 1e-8f), huge = scaled_error > 1e6f;
  const float error = tiny || huge ? 1.0f : scaled_error;
  const float factor = 0.9f * math::exp2(-0.2f * math::log2(error));
  const float kept = factor < 0.2f ? 0.2f : (factor > 6.0f ? 6.0f : factor);
  return tiny ? 6.0f : (huge ? 0.2f : kept);
}

}  // namespace slipburst::ode
