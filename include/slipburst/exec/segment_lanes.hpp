#pragma once
/// \file Segments side by side on one CPU thread: the same bits as one by one, in flat loops that vectorise.
///
/// All lanes try a step together. A lane without an incident in the step takes it, or prepares a smaller one. A lane
/// with an incident - a turning point, a crossing of the gap distance, a change of the mass law, the end - stays as it
/// was, and its executor repeats the step. Any lane may be left to its executor at any time, so that decisions here
/// need only be conservative.

#include <algorithm>
#include <cstdint>

#include "slipburst/exec/segment_executor.hpp"

namespace slipburst::exec {

/// \tparam Executor  a SegmentExecutor that is neither detailed nor observed, with error control
template <class Executor>
class SegmentLanes {
 public:
  using Real = typename Executor::Scalar;
  /// Two vectors of the widest kind, so that each hides the latency of the other.
  static constexpr int width = 128 / sizeof(Real);

  SegmentLanes(const SegmentModel& model, const SegmentControls& controls)
      : executor_(model, controls),
        max_steps_(static_cast<std::int32_t>(std::min<std::int64_t>(controls.step_budget, 1 << 30))) {}

  /// Integrates segments[i] into results[i] for each i that `next()` gives, until `next()` is negative.
  /// \param advance_all  calls SegmentLanes::try_steps, compiled for this processor
  template <class Next, class TrySteps>
  void run(const Segment* segments, SegmentResult* results, Next next, TrySteps advance_all) {
    int busy = 0;
    for (int i = 0; i < width; ++i) busy += fill(i, segments, results, next) ? 1 : 0;
    while (busy > 0) {
      advance_all(*this);
      for (int i = 0; i < width; ++i) {
        if (settled_[i] != Real(0) || index_[i] < 0) continue;
        gather(i);
        if (executor_.advance(progress_[i])) {
          scatter(i);
          continue;
        }
        results[index_[i]] = executor_.finish(progress_[i]);
        if (!fill(i, segments, results, next)) --busy;
      }
    }
  }

  /// Tries one step in each lane; `settled_` marks the lanes that took the step or are to retry it.
  void try_steps() {
    for (int i = 0; i < width; ++i) {
      const typename Executor::State state{{state_[0][i], state_[1][i], state_[2][i]}};
      const typename Executor::State rate{{rate_[0][i], rate_[1][i], rate_[2][i]}};
      const typename Executor::Motion motion(executor_.image_, stress_[i], executor_.dynamics_, frozen_[i] != Real(0));
      const typename Executor::Step step = ode::dormand_prince(motion, state, rate, trial_[i]);
      error_[i] = executor_.template scaled_error<physics::Mass::either>(step, motion.division());
      SLIPBURST_UNROLL
      for (int k = 0; k < 3; ++k) {
        end_[k][i] = step.end[k];
        end_rate_[k][i] = step.k7[k];
      }
    }
    for (int i = 0; i < width; ++i) {
      accepted_[i] = error_[i] <= 1.0f ? Real(1) : Real(0);
      factor_[i] = static_cast<Real>(ode::step_factor(error_[i]));
    }
    if (executor_.extent_ != Extent::full) look_for_exits();
    decide();
    for (int k = 0; k < 3; ++k) {
      SLIPBURST_KEEP_LOOP
      for (int i = 0; i < width; ++i) {
        state_[k][i] = taken_[i] != Real(0) ? end_[k][i] : state_[k][i];
        rate_[k][i] = taken_[i] != Real(0) ? end_rate_[k][i] : rate_[k][i];
      }
    }
    for (int i = 0; i < width; ++i) {
      accepted_steps_[i] += static_cast<std::int32_t>(taken_[i]);
      rejected_steps_[i] += static_cast<std::int32_t>(settled_[i] - taken_[i]);
      // A lane whose budget is spent leaves its next step to its executor, which ends there.
      if (accepted_steps_[i] + rejected_steps_[i] >= max_steps_) spent_[i] = Real(1);
    }
  }

 private:
  /// Finds lanes that are out of the gap distance for good.
  void look_for_exits() {
    for (int i = 0; i < width; ++i) {
      const Real y = end_[physics::distance][i], v = end_[physics::speed][i];
      const typename Executor::Energy energy{executor_.image_, stress_[i], executor_.dynamics_};
      const Real total =
          energy.kinetic(v, end_[physics::root][i]) + energy.potential(y > Real(1e-30) ? y : Real(1e-30));
      const bool out = (stoppable_[i] != Real(0)) & (v > Real(0)) & (total < at_gap_[i]);
      out_[i] = out ? Real(1) : Real(0);
    }
  }

  /// Decides which lanes take their step and which retry it. Truth values are numbers: g++ 12 does not vectorise a
  /// mixture of both.
  void decide() {
    const Real edge = static_cast<Real>(physics::min_reduced_distance) * (Real(1) - Executor::landing());
    const Real edge_root = static_cast<Real>(physics::min_root) + Executor::landing();
    const Real gap = executor_.gap_, rebound = executor_.rebound_;
    for (int i = 0; i < width; ++i) {
      const Real v0 = state_[physics::speed][i];
      const Real y = end_[physics::distance][i], v = end_[physics::speed][i], p = end_[physics::root][i];
      const Real turns = v0 * v > Real(0) ? Real(0) : Real(1);
      const Real within = y < gap ? Real(1) : Real(0);
      const Real crosses = within == inside_[i] ? Real(0) : Real(1);
      const Real leaves_frozen = y > edge ? frozen_[i] : Real(0);
      const Real becomes_frozen = p < edge_root ? Real(1) - frozen_[i] : Real(0);
      const Real offset = (y - equilibrium_[i]) / equilibrium_[i];
      const typename Executor::Energy energy{executor_.image_, stress_[i], executor_.dynamics_};
      const Real left = math::fused(executor_.half_image_ * offset, offset, energy.kinetic(v, p));
      const Real near = offset * offset < Real(0.011) ? Real(1) : Real(0);
      const Real at_rest = left < rest_[i] ? near : Real(0);
      const Real fast = v < rebound ? Real(1) : Real(0);
      const Real rebounds = y < Executor::rebound_distance() ? fast : Real(0);
      const Real incidents =
          turns + crosses + leaves_frozen + becomes_frozen + at_rest + rebounds + out_[i] + spent_[i];
      const Real taken = incidents > Real(0) ? Real(0) : accepted_[i];
      const Real most = retried_[i] * accepted_[i] > Real(0) ? Real(1) : Real(6);
      const Real trial = trial_[i] * (factor_[i] < most ? factor_[i] : most);
      const Real able = trial > Executor::smallest() ? Real(1) - accepted_[i] : Real(0);
      const Real refused = v0 == v0 ? able * (Real(1) - spent_[i]) : Real(0);
      const Real settled = taken + refused;
      const Real speed = executor_.dynamics_.velocity(v);
      const Real magnitude = taken * (speed < Real(0) ? -speed : speed);
      trial_[i] = settled > Real(0) ? trial : trial_[i];
      retried_[i] = settled > Real(0) ? refused : retried_[i];
      max_speed_[i] = magnitude > max_speed_[i] ? magnitude : max_speed_[i];
      taken_[i] = taken;
      settled_[i] = settled;
    }
  }

  /// Puts the next segment that has something to integrate into a lane. \return whether there was such a segment
  template <class Next>
  bool fill(int i, const Segment* segments, SegmentResult* results, Next& next) {
    for (index_[i] = next(); index_[i] >= 0; index_[i] = next()) {
      if (executor_.begin(segments[index_[i]], progress_[i])) break;
      results[index_[i]] = executor_.finish(progress_[i]);
    }
    // The values of an empty lane are never used.
    scatter(i);
    return index_[i] >= 0;
  }

  void gather(int i) {
    typename Executor::Progress& progress = progress_[i];
    for (int k = 0; k < 3; ++k) {
      progress.state[k] = state_[k][i];
      progress.rate[k] = rate_[k][i];
    }
    progress.trial = trial_[i];
    progress.retried = retried_[i] != Real(0);
    progress.result.steps_accepted = accepted_steps_[i];
    progress.result.steps_rejected = rejected_steps_[i];
    progress.max_speed = max_speed_[i];
  }

  void scatter(int i) {
    const typename Executor::Progress& progress = progress_[i];
    for (int k = 0; k < 3; ++k) {
      state_[k][i] = progress.state[k];
      rate_[k][i] = progress.rate[k];
    }
    stress_[i] = progress.stress;
    equilibrium_[i] = executor_.image_ / progress.stress;
    at_gap_[i] = progress.at_gap;
    rest_[i] = progress.rest;
    trial_[i] = progress.trial;
    stoppable_[i] = progress.stoppable ? Real(1) : Real(0);
    frozen_[i] = progress.frozen ? Real(1) : Real(0);
    inside_[i] = progress.inside ? Real(1) : Real(0);
    retried_[i] = progress.retried ? Real(1) : Real(0);
    max_speed_[i] = progress.max_speed;
    accepted_steps_[i] = progress.result.steps_accepted;
    rejected_steps_[i] = progress.result.steps_rejected;
    out_[i] = Real(0);
    spent_[i] = accepted_steps_[i] + rejected_steps_[i] >= max_steps_ ? Real(1) : Real(0);
  }

  Executor executor_;
  std::int32_t max_steps_;
  typename Executor::Progress progress_[width];
  std::int64_t index_[width];
  alignas(64) Real state_[3][width], rate_[3][width], end_[3][width], end_rate_[3][width];
  alignas(64) Real stress_[width], equilibrium_[width], at_gap_[width], rest_[width], trial_[width], max_speed_[width];
  alignas(64) Real stoppable_[width], frozen_[width], inside_[width], retried_[width];            ///< 0 or 1
  alignas(64) Real accepted_[width], out_[width], spent_[width], taken_[width], settled_[width];  ///< likewise
  alignas(64) Real factor_[width];
  alignas(64) float error_[width];
  alignas(64) std::int32_t accepted_steps_[width], rejected_steps_[width];
};

}  // namespace slipburst::exec
