#pragma once

namespace slipburst::host {

inline constexpr double log2_of_10 = 3.3219280948873623479;  ///< bits of a decade

}  // namespace slipburst::host
