#pragma once
/// \file Readings of the published formulas.

#include "slipburst/base/macros.hpp"

namespace slipburst::physics {

/// The paper prints the image force twice, with different prefactors; each reading is one self-contained choice.
enum class Reading {
  appendix,    ///< App. A as printed, Romani (2024), Eqs. (15)-(20)
  consistent,  ///< omega^2 = |dF/dx| / m* with the screw image force
  equation7    ///< Romani (2024), Eqs. (7), (9) and (15) taken together
};

/// Prefactor kappa of the image force, F = kappa T0 K / x, Romani (2024), Eq. (18).
inline constexpr double image_factor(Reading reading) {
  switch (reading) {
    case Reading::appendix:
    case Reading::consistent:
      return 1;
    case Reading::equation7:
      return 2;
  }
  return 0;
}

/// Prefactor kappa' of the image stiffness that sets frequency and mass, Romani (2024), Eqs. (15)-(16).
inline constexpr double mass_factor(Reading reading) {
  switch (reading) {
    case Reading::consistent:
      return 1;
    case Reading::appendix:
    case Reading::equation7:
      return 2;
  }
  return 0;
}

inline const char* name(Reading reading) {
  switch (reading) {
    case Reading::appendix:
      return "appendix";
    case Reading::consistent:
      return "consistent";
    case Reading::equation7:
      return "equation7";
  }
  return "unknown";
}

/// Prefactors of a reading in words, for logs and files.
inline const char* description(Reading reading) {
  switch (reading) {
    case Reading::appendix:
      return "image x1 / mass x2";
    case Reading::consistent:
      return "image x1 / mass x1";
    case Reading::equation7:
      return "image x2 / mass x2";
  }
  return "unknown";
}

}  // namespace slipburst::physics
