#pragma once
/// \file Trapped clusters under an electron beam, as an experiment watches them.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::detrapping {

/// One temperature and one beam, in Hz.
struct Condition {
  double decay;   ///< alpha: the supply of vacancies falls as e^(-alpha t)
  double direct;  ///< Gamma_d: hits of the beam that free a cluster by themselves
};

/// Trap in which a cluster is found after a hop.
enum class NextTrap : std::int32_t {
  alike,  ///< trap as deep as the last: the shares of the depths never change, as in Arakawa et al.'s closed form
  drawn   ///< trap drawn anew: clusters gather in deep traps
};

/// Experiment that watches every condition alike. Points to arrays that must outlive it.
struct Experiment {
  const Condition* conditions;    ///< [condition]
  const double* indirect_Hz;      ///< a c_V(0) Gamma_k at t = 0, [condition][depth]
  const std::uint32_t* depth_at;  ///< limits of random words, [depth]: a word draws the first depth whose limit is
                                  ///< above it; the last limit is 2^32 - 1 and includes the highest word
  std::int32_t condition_count, depths, windows;
  std::int32_t clusters;            ///< number in an area of interest
  double start_s, window_s, end_s;  ///< windows [start + w window, start + (w + 1) window) up to the end
  NextTrap next_trap;
};

/// Waiting time for a hop by the supply of vacancies, s; infinite if it never comes.
///
/// The supply s = e^(-alpha t) has the hazard nu s; for an exponential variate x the hop comes when the integrated
/// hazard is x: t = -ln(1 - y)/alpha, y = alpha x/(nu s), never for y >= 1. Evaluated in a form that covers alpha = 0.
SLIPBURST_FUNCTION inline double supplied_wait(double exponential, double frequency, double decay) {
  // Without a supply y is infinite or NaN. A selection at the end, not branches, lets compilers vectorise.
  const double mean_waits = exponential / frequency;
  const double y = decay * mean_waits;
  const double wait = mean_waits * math::log1p_ratio(y < 1 ? -y : 0.0);
  return y < 1 ? wait : __builtin_huge_val();
}

/// Waiting time for a hop at a constant hazard, s; infinite if the hazard is 0.
SLIPBURST_FUNCTION inline double steady_wait(double exponential, double frequency) {
  return frequency > 0 ? exponential / frequency : __builtin_huge_val();
}

/// Depth that a word draws.
SLIPBURST_FUNCTION inline std::int32_t depth_of(const Experiment& experiment, std::uint32_t word) {
  std::int32_t low = 0, high = experiment.depths - 1;
  while (low < high) {
    const std::int32_t middle = (low + high) / 2;
    if (word < experiment.depth_at[middle]) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/// Window of a time; negative before the first window. Precondition: time < end.
SLIPBURST_FUNCTION inline std::int32_t window_at(const Experiment& experiment, double time_s) {
  const double since = time_s - experiment.start_s;
  if (since < 0) return -1;
  const auto window = static_cast<std::int32_t>(since / experiment.window_s);
  return window < experiment.windows ? window : experiment.windows - 1;
}

}  // namespace slipburst::detrapping
