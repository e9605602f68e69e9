#pragma once
/// \file Shape of a pinned line between the interface and its pin.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::physics {

enum class Shape : std::uint8_t {
  linear,     ///< h(s) = f + (1 - f) s, Romani (2024), Eq. (27); f > 0: ends pinned off the interface, App. A.2
  quadratic,  ///< h(s) = s^2
  arched      ///< h(s) = 2 s - s^2
};

inline const char* name(Shape shape) {
  switch (shape) {
    case Shape::linear:
      return "linear";
    case Shape::quadratic:
      return "quadratic";
    case Shape::arched:
      return "arched";
  }
  return "unknown";
}

/// Heights in units of the pin height, positions s along the line from 0 to its pin at 1. The energy of a line is its
/// length times the mean of E*(h_max h(s)) over s.
struct LineShape {
  Shape shape = Shape::linear;
  double offset = 0;  ///< f of a linear line, 0 to 1

  SLIPBURST_FUNCTION double height(double s) const {
    switch (shape) {
      case Shape::linear:
        break;
      case Shape::quadratic:
        return s * s;
      case Shape::arched:
        return s * (2 - s);
    }
    return math::fused(1 - offset, s, offset);
  }

  /// Position of the line's point at a height; 0 if the whole line is higher. Precondition: height <= 1.
  SLIPBURST_FUNCTION double position(double height) const {
    switch (shape) {
      case Shape::linear:
        break;
      case Shape::quadratic:
        return math::sqrt(height);
      case Shape::arched:
        return 1 - math::sqrt(1 - height);
    }
    if (!(height < 1)) return 1;
    return height > offset ? (height - offset) / (1 - offset) : 0;
  }

  bool operator==(const LineShape&) const = default;
};

}  // namespace slipburst::physics
