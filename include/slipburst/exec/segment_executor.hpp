#pragma once
/// \file One thread's work on one segment: from rest to the end of its ring-down, with the radiated energies.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/base/status.hpp"
#include "slipburst/exec/energy_ledger.hpp"
#include "slipburst/exec/segment.hpp"
#include "slipburst/math/division.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/ode/controller.hpp"
#include "slipburst/ode/dormand_prince.hpp"
#include "slipburst/physics/equation_of_motion.hpp"

namespace slipburst::exec {

template <class Executor>
class SegmentLanes;

/// Observer that does nothing. An active observer's `stretch(dense, from, to, approaching, frozen)` sees each accepted
/// step's interpolant in pieces of one direction of motion.
struct NoObserver {
  static constexpr bool active = false;
};

/// A bool of 32 bits: GPUs pack smaller ones into a register, and unpack them again.
class Flag {
 public:
  SLIPBURST_FUNCTION Flag(bool value = false) : value_(value ? 1 : 0) {}
  SLIPBURST_FUNCTION operator bool() const { return value_ != 0; }

 private:
  std::int32_t value_;
};

/// Progress of the integration of one segment.
template <class Real, int Size>
struct SegmentProgress {
  Real stress = 0;
  Real at_gap = 0;  ///< potential at the gap distance; 0 if that distance is 0 or infinite
  Real rest = 0;    ///< energy above equilibrium under which a line is at rest
  ode::Vector<Real, Size> state{}, rate{};
  Real trial = 0;                         ///< size of the next step
  Real turning_point = 0, max_speed = 0;  ///< so far, see SegmentResult
  Flag stoppable;                         ///< whether the line can leave the gap distance for good
  Flag frozen;                            ///< whether the mass is frozen: below the minimum distance
  Flag inside;                            ///< whether inside the gap distance
  Flag retried;  ///< whether the next step must not be larger: the last one was rejected, or all are of one size
  EnergyLedger<Real> ledger{0};
  SegmentResult result;
};

/// \tparam Dynamics  a law of physics/dynamics.hpp; the default selects the law of the model at each evaluation
/// \tparam Division  see math::Division
template <class Real, bool Detailed = false, class Observer = NoObserver, class Dynamics = physics::Dynamics<Real>,
          class Division = math::Division<Real>>
class SegmentExecutor {
 public:
  using Scalar = Real;
  static constexpr int size = Detailed ? 4 : 3;
  using State = ode::Vector<Real, size>;
  using Step = ode::Step<Real, size>;
  using Dense = ode::DenseOutput<Real, size>;
  using Motion = physics::EquationOfMotion<Real, Detailed, Dynamics>;
  using Energy = physics::MechanicalEnergy<Real, Dynamics>;
  using Progress = SegmentProgress<Real, size>;

  SLIPBURST_FUNCTION SegmentExecutor(const SegmentModel& model, const SegmentControls& controls,
                                     Observer* observer = nullptr)
      : image_(static_cast<Real>(model.image)),
        gap_(static_cast<Real>(model.gap_distance)),
        gap_logarithm_(static_cast<Real>(model.gap_logarithm)),
        dynamics_(static_cast<Real>(model.sound_square)),
        rebound_(-dynamics_.at_kinetic(image_ * rebound_logarithm(model.sound_square > 0) /
                                       static_cast<Real>(physics::min_logarithm))),
        half_image_(Real(0.5) * image_),
        image_ln2_(image_ * static_cast<Real>(math::ln2)),
        gap_attraction_(has_finite_gap() ? Energy::attraction(image_, gap_) : Real(0)),
        gap_landing_(Real(0.01) * landing() * gap_),
        tolerance_(static_cast<Real>(controls.relative_tolerance)),
        noise_(Real(50) * image_ * tolerance_ * tolerance_),
        fixed_step_(static_cast<Real>(controls.fixed_step)),
        max_steps_(controls.step_budget < max_counted_steps ? static_cast<std::int32_t>(controls.step_budget)
                                                            : max_counted_steps),
        extent_(controls.extent),
        observer_(observer) {}

  SLIPBURST_FUNCTION SegmentResult operator()(const Segment& segment) const {
    Progress progress;
    if (begin(segment, progress)) {
      while (advance(progress)) {
      }
    }
    return finish(progress);
  }

  /// Sets the progress to the start of a segment. \return whether there is anything to integrate
  SLIPBURST_FUNCTION bool begin(const Segment& segment, Progress& progress) const {
    progress = Progress{};
    const Real start = static_cast<Real>(segment.start);
    const Real stress = static_cast<Real>(segment.stress);
    const Real equilibrium = image_ / stress;
    if (start != start || stress != stress) {
      progress.result.status = base::Status::non_finite;
      return false;
    }
    if (!(start > equilibrium)) {
      progress.result.status = base::Status::inside_equilibrium;
      return false;
    }
    const Energy energy{image_, stress, dynamics_};
    const Real initial = energy.potential(start);
    const Real at_gap = has_finite_gap() ? energy.potential(gap_, gap_attraction_) : Real(0);
    // A line outside the gap distance, with its equilibrium outside too and an energy not above the potential at the
    // gap distance, can never get inside.
    const bool stoppable = extent_ != Extent::full && equilibrium > gap_;
    if (stoppable && extent_ == Extent::above_gap && start > gap_ && !(initial > at_gap)) return false;
    // At rest: 1e-9 of the initial energy is left, or less than the energy of the integration error in the distance.
    const Real rest = Real(1e-9) * (initial - energy.potential(equilibrium));
    const Real root = math::sqrt(physics::logarithm_at(start));
    progress.stress = stress;
    progress.at_gap = at_gap;
    progress.rest = rest > noise_ ? rest : noise_;
    progress.state[physics::distance] = start;
    progress.state[physics::root] = root;
    progress.stoppable = stoppable;
    progress.frozen = !(start > static_cast<Real>(physics::min_reduced_distance));
    progress.inside = start < gap_;
    progress.retried = !adaptive();
    progress.rate = motion(progress)(progress.state);
    // A hundredth of the fall time is a safe first step; the controller takes over at once.
    progress.trial =
        adaptive() ? Real(0.01) * math::sqrt(start * root * root / stress) / (progress.frozen ? Real(1) : root * root)
                   : fixed_step_;
    progress.ledger = EnergyLedger<Real>(initial);
    return true;
  }

  /// Tries one step. \return whether further steps are needed
  SLIPBURST_FUNCTION bool advance(Progress& progress) const {
    Step step;
    float factor = 1.0f;
    const Attempt attempt = try_to_advance(progress, step, factor);
    if (attempt == Attempt::quiet) [[likely]] {
      take(step, factor, progress);
      return true;
    }
    return attempt == Attempt::refused || settle(attempt, step, factor, progress);
  }

  /// Outcome of an attempt to advance by a step.
  enum class Attempt : std::int32_t {
    refused,   ///< too large an error: a smaller step is to be tried
    quiet,     ///< step in which nothing happens: take() is to be called
    incident,  ///< step in which something may happen: settle() is to be called, also after spent and failed
    spent,     ///< all steps are used up
    failed     ///< steps are too small or not finite
  };

  /// Tries one step. Until take() or settle() is called, another attempt ends in the same step.
  /// \param factor  of the size of the next step; not set if no step is left
  SLIPBURST_FUNCTION Attempt try_to_advance(Progress& progress, Step& step, float& factor) const {
    if (progress.result.steps_accepted + progress.result.steps_rejected >= max_steps_) return Attempt::spent;
    float error;
    const bool sure = progress.frozen ? try_step<physics::Mass::frozen, Division>(progress, step, error)
                                      : try_step<physics::Mass::changes, Division>(progress, step, error);
    if (!sure) try_step<physics::Mass::either, math::Division<Real>>(progress, step, error);
    factor = ode::step_factor(error);
    if (!(error <= 1.0f)) {
      const Real smaller = progress.trial * static_cast<Real>(factor), v = progress.state[physics::speed];
      if (!adaptive() || !(smaller > smallest()) || v != v) return Attempt::failed;
      refuse(smaller, progress);
      return Attempt::refused;
    }
    if (progress.retried && factor > 1.0f) factor = 1.0f;
    if (Observer::active || has_incident(step, progress)) return Attempt::incident;
    return leaves(progress, step.end) ? Attempt::incident : Attempt::quiet;
  }

  /// Moves to the end of an accepted step.
  SLIPBURST_FUNCTION void take(const Step& step, float factor, Progress& progress) const {
    progress.retried = !adaptive();
    ++progress.result.steps_accepted;
    note_speed(step, progress);
    progress.state = step.end;
    progress.rate = step.k7;
    progress.trial *= static_cast<Real>(factor);
  }

  /// Takes an accepted step with all that happens in it, or notes why there is none.
  /// \return whether further steps are needed
  SLIPBURST_FUNCTION bool settle(Attempt attempt, Step& step, float factor, Progress& progress) const {
    if (attempt != Attempt::incident) {
      if (attempt == Attempt::failed && adaptive()) refuse(progress.trial * static_cast<Real>(factor), progress);
      const bool underflow = adaptive() && progress.trial <= smallest();
      progress.result.status = attempt == Attempt::spent ? base::Status::step_budget
                               : underflow               ? base::Status::step_underflow
                                                         : base::Status::non_finite;
      return false;
    }
    // Known from the progress, so that GPUs need no registers for them between the attempt and here.
    step.size = progress.trial;
    step.start = progress.state;
    step.k1 = progress.rate;
    const bool near_change =
        progress.frozen || step.end[physics::root] < static_cast<Real>(physics::min_root) + landing();
    if (near_change) {
      // The mass law changes at the minimum distance: end the step there.
      const Real shorter = step_to_min_distance(step, progress.frozen);
      if (shorter > Real(0)) {
        refuse(shorter, progress);
        return true;
      }
    }
    const bool done = book(step, progress);
    take(step, factor, progress);
    if (rebounds(progress.state[physics::distance], progress.state[physics::speed])) {
      if (turn_back(progress)) return false;
    } else if (near_change && land(progress)) {
      progress.rate = motion(progress)(progress.state);
      if (!adaptive()) progress.trial = fixed_step_;
    }
    return !done && !is_over(progress);
  }

  /// Result of the integration, with the energies booked so far.
  SLIPBURST_FUNCTION SegmentResult finish(const Progress& progress) const {
    SegmentResult result = progress.result;
    result.crystal_above = progress.ledger.crystal_above;
    result.crystal_below = progress.ledger.crystal_below;
    result.film_above = progress.ledger.film_above;
    result.film_below = progress.ledger.film_below;
    result.turning_point = progress.turning_point;
    result.max_speed = progress.max_speed;
    if constexpr (Detailed) result.duration = progress.state[physics::time];
    return result;
  }

 private:
  friend class SegmentLanes<SegmentExecutor>;

  static constexpr std::int32_t max_counted_steps = 1 << 30;  ///< so that 32 bits hold the sum of all steps

  SLIPBURST_FUNCTION bool adaptive() const { return !(fixed_step_ > Real(0)); }
  SLIPBURST_FUNCTION bool has_finite_gap() const { return gap_ > Real(0) && gap_ < Real(1e30); }
  /// Smallest step size. Steps scale with the distance, down to the turning points of lines that do not rebound at
  /// once: 1e-150.
  SLIPBURST_FUNCTION static constexpr Real smallest() { return sizeof(Real) == 8 ? Real(1e-200) : Real(1e-30); }

  /// \tparam mass  given as a constant, so that no stage has to select  \param error  see scaled_error()
  /// \return whether all divisions are sure
  template <physics::Mass mass, class Divide>
  SLIPBURST_INLINED_FUNCTION bool try_step(const Progress& progress, Step& step, float& error) const {
    const physics::EquationOfMotion<Real, Detailed, Dynamics, mass, Divide> motion(image_, progress.stress, dynamics_,
                                                                                   progress.frozen);
    step = ode::dormand_prince(motion, progress.state, progress.rate, progress.trial);
    if (adaptive()) {
      error = scaled_error<mass>(step, motion.division());
    } else {
      error = step.end[physics::distance] > Real(0) ? 0.0f : 2.0f;
    }
    return motion.division().sure();
  }
  SLIPBURST_FUNCTION Motion motion(const Progress& progress) const {
    return Motion(image_, progress.stress, dynamics_, progress.frozen);
  }
  SLIPBURST_FUNCTION Energy energy(const Progress& progress) const { return {image_, progress.stress, dynamics_}; }

  /// Largest component of the error in units of the tolerance; the reduced speed that scales the speed's error is at
  /// least 0.1.
  template <physics::Mass mass, class Divide>
  SLIPBURST_FUNCTION float scaled_error(const Step& step, Divide& division) const {
    const State error = step.error();
    const Real v = math::abs(step.end[physics::speed]);
    const Real speed_scale = v > Real(0.1) ? v : Real(0.1);
    const auto in_units = [&](Real difference, Real scale) {
      return math::abs(static_cast<float>(division.ratio(difference, tolerance_ * scale)));
    };
    const float in_distance = in_units(error[physics::distance], step.end[physics::distance]);
    const float in_speed = in_units(error[physics::speed], speed_scale);
    float in_root = 0.0f;  // of a frozen mass
    if constexpr (mass != physics::Mass::frozen) in_root = in_units(error[physics::root], step.end[physics::root]);
    const bool sane = step.end[physics::distance] > Real(0) && step.end[physics::root] > Real(0) &&
                      in_distance == in_distance && in_speed == in_speed && in_root == in_root;
    if (!sane) return 1e6f;
    float largest = in_distance;
    if (in_speed > largest) largest = in_speed;
    if (in_root > largest) largest = in_root;
    return largest;
  }

  /// Whether anything but leaves() may happen in an accepted step or at its end, of which most have nothing: a turning
  /// point, a crossing of the gap distance, a change of the mass law, a rebound, rest.
  SLIPBURST_FUNCTION bool has_incident(const Step& step, const Progress& progress) const {
    const Real y = step.end[physics::distance], v = step.end[physics::speed], p = step.end[physics::root];
    const bool turns = !(step.start[physics::speed] * v > Real(0)), crosses = (y < gap_) != progress.inside;
    const bool thaws =
        progress.frozen && !(y < static_cast<Real>(physics::min_reduced_distance) * (Real(1) - landing()));
    const bool freezes = !progress.frozen && p < static_cast<Real>(physics::min_root) + landing();
    const bool may_rebound = y < rebound_distance(), may_rest = energy(progress).kinetic(v, p) < progress.rest;
    return turns || crosses || thaws || freezes || may_rebound || may_rest;
  }

  /// Whether a line leaves the gap distance for good.
  SLIPBURST_FUNCTION bool leaves(const Progress& progress, const State& state) const {
    if (!progress.stoppable || progress.inside || !(state[physics::speed] > Real(0))) return false;
    const Energy energy = this->energy(progress);
    return energy.kinetic(state[physics::speed], state[physics::root]) + energy.potential(state[physics::distance]) <
           progress.at_gap;
  }

  /// Rejects a step for a smaller one.
  SLIPBURST_FUNCTION void refuse(Real smaller, Progress& progress) const {
    ++progress.result.steps_rejected;
    progress.trial = smaller;
    progress.retried = true;
  }

  /// Size of a step that ends at the minimum distance, if this step passes it; else 0.
  SLIPBURST_FUNCTION Real step_to_min_distance(const Step& step, bool frozen) const {
    const Real edge = static_cast<Real>(physics::min_reduced_distance);
    const Real edge_root = static_cast<Real>(physics::min_root);
    if (frozen) {
      const Real beyond = step.end[physics::distance] - edge;
      if (!(beyond > landing() * edge) || !(step.start[physics::distance] < edge)) return Real(0);
      const Dense dense(step);
      const Real theta = math::find_root([&](Real t) { return dense(physics::distance, t) - edge; }, Real(0), Real(1),
                                         step.start[physics::distance] - edge, beyond, Real(0.1) * landing() * edge);
      return theta * step.size;
    }
    const Real beyond = step.end[physics::root] - edge_root;
    if (!(beyond < -landing())) return Real(0);
    const Dense dense(step);
    const Real theta = math::find_root([&](Real t) { return dense(physics::root, t) - edge_root; }, Real(0), Real(1),
                                       step.start[physics::root] - edge_root, beyond, Real(0.1) * landing());
    return theta * step.size;
  }

  /// Changes the mass law if the step has ended at the minimum distance. \return whether it was changed
  SLIPBURST_FUNCTION bool land(Progress& progress) const {
    const Real edge = static_cast<Real>(physics::min_reduced_distance);
    const Real edge_root = static_cast<Real>(physics::min_root);
    State& state = progress.state;
    if (progress.frozen) {
      if (!(state[physics::speed] > Real(0)) || !(state[physics::distance] > edge * (Real(1) - landing())))
        return false;
    } else {
      if (!(state[physics::speed] < Real(0)) || !(state[physics::root] < edge_root + landing())) return false;
    }
    progress.frozen = !progress.frozen;
    state[physics::distance] = edge;
    state[physics::root] = edge_root;
    return true;
  }

  /// Distance below which only the image force counts: the radiation of a fast line there is lost in rounding.
  SLIPBURST_FUNCTION static constexpr Real rebound_distance() { return sizeof(Real) == 8 ? Real(1e-15) : Real(1e-7); }
  /// ln(rebound_distance / turning point) beyond which a line rebounds at once: turning points below 1e-150, in fp32
  /// below 1e-24. Elastorelativistic lines rebound hundreds of times: 1e-60 spares them many steps.
  SLIPBURST_FUNCTION static constexpr Real rebound_logarithm(bool elastorelativistic) {
    return sizeof(Real) == 4 ? Real(39.1) : (elastorelativistic ? Real(103.6) : Real(310.8));
  }

  /// Whether a line is so near and so fast that it rebounds at once. Its turning point, exp(-v^2 / 4 image), soon
  /// underflows; the line returns from there with the speed it had.
  SLIPBURST_FUNCTION bool rebounds(Real distance, Real speed) const {
    return distance < rebound_distance() && speed < rebound_;
  }

  /// Reverses a line at its present distance. \return whether the run is over
  SLIPBURST_FUNCTION bool turn_back(Progress& progress) const {
    constexpr Real lowest = sizeof(Real) == 8 ? Real(-1000) : Real(-120);  // log2 of a turning point
    State& state = progress.state;
    const Energy energy = this->energy(progress);
    const Real y = state[physics::distance], kinetic = energy.kinetic(state[physics::speed], state[physics::root]);
    progress.ledger.book(kinetic + energy.potential(y), true, progress.inside);
    if (progress.turning_point == Real(0)) {
      const Real exponent = math::log2(y) - kinetic / image_ln2_;
      progress.turning_point = math::exp2(exponent > lowest ? exponent : lowest);
      if (extent_ == Extent::first_fall) return true;
    }
    state[physics::speed] = -state[physics::speed];
    progress.rate = motion(progress)(state);
    return false;
  }

  /// Whether the run is over: the line is outside the gap distance for good, or at rest.
  SLIPBURST_FUNCTION bool is_over(Progress& progress) const {
    const Real v = progress.state[physics::speed], y = progress.state[physics::distance];
    if (leaves(progress, progress.state)) return true;
    const Energy energy = this->energy(progress);
    const Real kinetic = energy.kinetic(v, progress.state[physics::root]);
    // Most lines move too fast, or are too far away, which takes no division to see.
    if (!(kinetic < progress.rest)) return false;
    const Real equilibrium = image_ / progress.stress;
    const Real distance = y - equilibrium, near = Real(0.2) * equilibrium;
    if (near > Real(0) && (distance > near || distance < -near)) return false;
    const Real offset = distance / equilibrium;
    if (!(offset < Real(0.1) && offset > Real(-0.1) &&
          math::fused(half_image_ * offset, offset, kinetic) < progress.rest)) {
      return false;
    }
    progress.ledger.book(kinetic + energy.potential(y), v < Real(0), progress.inside);
    return true;
  }

  /// Relative tolerance of the places where a run ends or passes the gap: its square root is still small against any
  /// step.
  SLIPBURST_FUNCTION static constexpr Real landing() { return sizeof(Real) == 8 ? Real(1e-11) : Real(1e-5); }

  /// Books the energy at every turning point and gap crossing of an accepted step. \return whether the run is over
  SLIPBURST_FUNCTION bool book(const Step& step, Progress& progress) const {
    const Real v0 = step.start[physics::speed], v1 = step.end[physics::speed];
    const bool turns = (v0 < Real(0) && v1 >= Real(0)) || (v0 > Real(0) && v1 <= Real(0));
    const bool ends_inside = step.end[physics::distance] < gap_;
    if (!turns && ends_inside == progress.inside && !Observer::active) return false;

    const Dense dense(step);
    const bool approaching = v0 < Real(0) || (v0 == Real(0) && v1 < Real(0));
    Real turning = Real(1);
    if (turns) {
      turning = math::find_root([&](Real t) { return dense(physics::speed, t); }, Real(0), Real(1), v0, v1,
                                Real(0.01) * landing());
    }
    pass(dense, Real(0), turning, approaching, progress);
    if (!turns) return false;
    const Real turning_point = dense(physics::distance, turning);
    progress.ledger.book(energy(progress).potential(turning_point), approaching, progress.inside);
    if (approaching && progress.turning_point == Real(0)) {
      progress.turning_point = turning_point;
      if (extent_ == Extent::first_fall) return true;
    }
    pass(dense, turning, Real(1), !approaching, progress);
    return false;
  }

  /// Books the gap crossing, if any, of a stretch of one direction of motion.
  SLIPBURST_FUNCTION void pass(const Dense& dense, Real from, Real to, bool approaching, Progress& progress) const {
    if constexpr (Observer::active) observer_->stretch(dense, from, to, approaching, progress.frozen);
    const Real y = dense(physics::distance, to);
    const bool now_inside = y < gap_;
    if (now_inside == progress.inside || now_inside != approaching) return;
    const Real theta = math::find_root([&](Real t) { return dense(physics::distance, t) - gap_; }, from, to,
                                       dense(physics::distance, from) - gap_, y - gap_, gap_landing_);
    const Real v = dense(physics::speed, theta);
    progress.ledger.book(math::fused(gap_logarithm_, dynamics_.kinetic(v), progress.at_gap), approaching,
                         progress.inside);
    progress.inside = now_inside;
  }

  /// Keeps the largest speed: at the ends of steps, and within steps if Detailed.
  SLIPBURST_FUNCTION void note_speed(const Step& step, Progress& progress) const {
    Real v = step.end[physics::speed];
    if constexpr (Detailed) {
      const Real a0 = step.k1[physics::speed], a1 = step.k7[physics::speed];
      if ((a0 < Real(0)) != (a1 < Real(0)) && a0 != a1) {
        const Real inner = Dense(step)(physics::speed, a0 / (a0 - a1));
        if (inner * inner > v * v) v = inner;
      }
    }
    const Real magnitude = math::abs(dynamics_.velocity(v));
    if (magnitude > progress.max_speed) progress.max_speed = magnitude;
  }

  Real image_, gap_, gap_logarithm_;
  Dynamics dynamics_;
  Real rebound_;  ///< speed of lines that rebound at once, see rebounds()
  Real half_image_, image_ln2_;
  Real gap_attraction_;  ///< part of the image force in the potential at the gap distance
  Real gap_landing_;     ///< tolerance of the place where a line passes the gap distance
  Real tolerance_;       ///< relative
  Real noise_;           ///< energy of the integration error in the distance
  Real fixed_step_;      ///< see SegmentControls
  std::int32_t max_steps_;
  Extent extent_;
  Observer* observer_;
};

}  // namespace slipburst::exec
