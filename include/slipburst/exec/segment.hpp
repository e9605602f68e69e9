#pragma once
/// \file A segment, the model that a batch of segments shares, and the result of each.

#include <cstdint>

#include "slipburst/base/status.hpp"

namespace slipburst::exec {

/// A segment in reduced form (see physics/equation_of_motion.hpp).
struct Segment {
  double start;   ///< release distance
  double stress;  ///< resolved shear stress
};

/// Model of all segments of a batch, in reduced form.
struct SegmentModel {
  double image;             ///< kappa / kappa'
  double gap_distance;      ///< distance at which the phonon energy falls to 2 Delta, Romani (2024), Eq. (24): 0 if the
                            ///< energy is never above 2 Delta, infinite if always
  double gap_logarithm;     ///< L at gap_distance
  double sound_square = 0;  ///< (v/c)^2 of reduced speed 1 for elastorelativistic dynamics; 0 for Newton's law
};

enum class Extent : std::uint8_t {
  above_gap,  ///< stop once no more above-gap energy can come
  full,       ///< ring down until E - U(x_eq) < 1e-9 of its initial value: below-gap energies too
  first_fall  ///< stop at the first turning point
};

struct SegmentControls {
  double relative_tolerance = 1e-9;
  double fixed_step = 0;  ///< > 0: constant steps of this size in stretched time instead of error control
  std::int64_t step_budget = 100000;
  Extent extent = Extent::above_gap;
};

/// Reduced energies per length, by direction of emission and side of the gap.
struct SegmentResult {
  double crystal_above = 0, film_above = 0;
  double crystal_below = 0, film_below = 0;  ///< complete only with Extent::full
  double turning_point = 0;                  ///< first turning point; 0 if never reached
  double max_speed = 0;                      ///< reduced; exact between steps only when detailed
  double duration = 0;                       ///< reduced; 0 unless detailed
  std::int32_t steps_accepted = 0, steps_rejected = 0;
  base::Status status = base::Status::ok;
};

}  // namespace slipburst::exec
