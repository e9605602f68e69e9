#pragma once

#include <limits>

namespace slipburst::host {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace slipburst::host
