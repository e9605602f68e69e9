#pragma once
/// \file Directions drawn isotropically in a half space.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"

namespace slipburst::random {

/// A unit vector with z > 0.
struct Direction {
  double x, y, z;
};

/// Direction of one packet of phonons of a burst: uniform in solid angle over the half space z > 0, so that z is
/// uniform on (0, 1) and the azimuth on the circle. G. Marsaglia, Ann. Math. Stat. 43, 645 (1972): (a, b) uniform in
/// the unit disc, r2 = a^2 + b^2 is uniform and independent of the angle; z = 1 - r2, (x, y) = (a, b) sqrt(2 - r2).
/// One square root, hence the same bits everywhere. Key = seed, block = burst, subsequence = purpose, with the attempt
/// in bits 8 to 31 and the packet in the high half.
SLIPBURST_FUNCTION inline Direction half_space_direction(std::uint64_t seed, std::uint64_t burst,
                                                         std::uint32_t packet) {
  const std::uint64_t stream =
      static_cast<std::uint64_t>(packet) << 32 | static_cast<std::uint64_t>(Purpose::phonon_direction);
  for (std::uint64_t attempt = 0;; ++attempt) {
    const Words words = philox(seed, stream | attempt << 8, burst);
    const double a = 2 * uniform32(words.word[0]) - 1, b = 2 * uniform32(words.word[1]) - 1;
    const double square = math::fused(a, a, b * b);
    if (!(square < 1)) continue;
    const double stretch = math::sqrt(2 - square);
    return {a * stretch, b * stretch, 1 - square};
  }
}

}  // namespace slipburst::random
