#pragma once
/// \file Status of the integration of one segment at its end.

#include <cstdint>

#include "slipburst/base/macros.hpp"

namespace slipburst::base {

enum class Status : std::int32_t {
  ok,                  ///< integrated to its end
  inside_equilibrium,  ///< released at or below the equilibrium distance: taken to be at rest, E* = 0
  step_budget,         ///< more steps needed than allowed
  step_underflow,      ///< the step size fell to the resolution of the floating-point type
  non_finite           ///< a state was not a number
};
inline constexpr int status_count = 5;

SLIPBURST_FUNCTION inline bool failed(Status status) { return status > Status::inside_equilibrium; }

inline const char* name(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::inside_equilibrium:
      return "inside_equilibrium";
    case Status::step_budget:
      return "step_budget";
    case Status::step_underflow:
      return "step_underflow";
    case Status::non_finite:
      return "non_finite";
  }
  return "unknown";
}

}  // namespace slipburst::base
