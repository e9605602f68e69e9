#pragma once
/// \file Hops of a cluster, of which single precision tells as much as it can.

#include <cmath>
#include <cstdint>

#include "slipburst/exec/cluster_executor.hpp"

namespace slipburst::exec {

/// Hops of FullHops without most of the double precision that does not enter a result: which process is the
/// earlier, and in which window and slot a number lies, is estimated in single precision, and computed in full only
/// where the estimate is too near the limit between two answers.
///
/// For b and b' = -log2 of the uniform numbers of supply and hit, a direct hit, at t = ln2 b'/Gamma_d, is the earlier
/// if the hazard of the supply until then is too low:
///
///   (nu s/Gamma_d) b' (1 - e^-z)/z < b,     s = e^(-alpha time), z = alpha t.
///
/// \tparam Functions  log2, exp2 and reciprocal of a float, with errors of at most 1e-6, relative or of log2 absolute;
/// numbers that are not normal may count as zero
template <class Functions>
class EstimatedHops {
 public:
  SLIPBURST_FUNCTION EstimatedHops(const detrapping::Experiment& experiment, const detrapping::Condition& at)
      : at_(at),
        mean_wait_(Functions::reciprocal(static_cast<float>(at.direct))),
        decay_(static_cast<float>(math::ln2) * static_cast<float>(at.decay) * mean_wait_),
        fade_(-log2_e * static_cast<float>(at.decay)),
        per_window_(Functions::reciprocal(static_cast<float>(experiment.window_s))) {}

  SLIPBURST_FUNCTION Hop next(double trapped_by, double time, std::uint32_t supply, std::uint32_t hit) const {
    const First first =
        estimate_first(static_cast<float>(trapped_by), static_cast<float>(time), bits(supply), bits(hit));
    Hop next{__builtin_huge_val(), false};
    // Supply, hit, or both where it is not sure which is the earlier: a loop, for lanes of all kinds to go together.
    for (int k = first == First::hit ? 1 : 0; k <= (first == First::supply ? 0 : 1); ++k) {
      const bool direct = k == 1;
      // A hit is a supply that does not decay.
      const double frequency = direct ? at_.direct : supply_frequency(at_, trapped_by, time);
      const double wait =
          detrapping::supplied_wait(exponential(direct ? hit : supply), frequency, direct ? 0.0 : at_.decay);
      if (wait < next.time) next = {wait, direct};
    }
    next.time += time;
    return next;
  }

  SLIPBURST_FUNCTION std::int32_t window(const detrapping::Experiment& experiment, double time) const {
    const float windows = static_cast<float>(time - experiment.start_s) * per_window_;
    const Whole whole(windows, math::fused(math::abs(windows), 4e-6f, absolute));
    return whole.surely ? whole.number : detrapping::window_at(experiment, time);
  }

  SLIPBURST_FUNCTION std::int32_t distance_slot(std::uint32_t word) const {
    using tally::MotionLayout;
    const Whole far(bits(word) * static_cast<float>(math::ln2 * MotionLayout::slots_per_path), 1e-4f);
    if (!far.surely) return exec::distance_slot(word);
    return far.number < MotionLayout::distance_slots ? far.number : MotionLayout::distance_slots - 1;
  }

 private:
  enum class First { supply, hit, unsure };

  /// Greatest whole number that is not above x, and whether it is the same for all numbers nearer to x than the error.
  struct Whole {
    bool surely;
    std::int32_t number;
    SLIPBURST_FUNCTION Whole(float x, float error) {
      const float below = ::floorf(x), part = x - below;
      surely = part > error && part < 1 - error;
      number = static_cast<std::int32_t>(below);
    }
  };

  SLIPBURST_FUNCTION First estimate_first(float trapped_by, float time, float b, float hit) const {
    const float z = decay_ * hit;
    const float mean =
        z < 0.01f ? math::fused(z, -0.5f, 1.0f) : (1.0f - Functions::exp2(-log2_e * z)) * Functions::reciprocal(z);
    const float supply = trapped_by * mean_wait_;
    const float hazard = supply * Functions::exp2(fade_ * time) * mean;  // per bit of the hit
    const float excess = math::fused(hazard, hit, -b);
    const float error = math::fused(hazard, absolute, math::fused(b, relative, absolute));
    // Not sure if a number is none, nor if the supply is so frequent that exp2 could count as zero in vain.
    if (!(math::abs(excess) > error && supply < max_supply)) return First::unsure;
    return excess < 0 ? First::hit : First::supply;
  }

  /// -log2 of random::uniform32.
  SLIPBURST_FUNCTION static float bits(std::uint32_t word) {
    return -Functions::log2(math::fused(static_cast<float>(word), 0x1p-32f, 0x1p-33f));
  }

  static constexpr float relative = 2e-4f, absolute = 1e-6f;  ///< at least twice the errors
  static constexpr float max_supply = 1e30f;
  static constexpr float log2_e = 1.44269504f;

  detrapping::Condition at_;
  float mean_wait_, decay_, fade_, per_window_;  ///< 1/Gamma_d; z/b'; log2(s)/time; windows per s
};

}  // namespace slipburst::exec
