#pragma once
/// \file One thread's work on one segment: from rest to the end of its ring-down, with the radiated energies.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/base/status.hpp"
#include "slipburst/exec/energy_ledger.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/ode/controller.hpp"
#include "slipburst/ode/dormand_prince.hpp"
#include "slipburst/physics/equation_of_motion.hpp"

namespace slipburst::exec {

/// A segment in reduced form (see physics/equation_of_motion.hpp).
struct Segment {
  double start;   ///< release distance
  double stress;  ///< resolved shear stress
};

/// What all segments of a batch share, in reduced form.
struct SegmentModel {
  double image;             ///< kappa / kappa'
  double gap_distance;      ///< where the phonon energy falls to 2 Delta: 0 if it is never above, infinite if always
  double gap_logarithm;     ///< L there
  double sound_square = 0;  ///< (v/c)^2 of reduced speed 1 for elastorelativistic dynamics; 0 for Newton's law
};

enum class Extent : std::uint8_t {
  above_gap,  ///< stop once no more above-gap energy can come
  full,       ///< ring down until E - U(x_eq) < 1e-9 of its start: below-gap energies too
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
  double turning_point = 0;                  ///< the first one; 0 if never reached
  double max_speed = 0;                      ///< reduced; exact between steps only when detailed
  double duration = 0;                       ///< reduced; 0 unless detailed
  std::int32_t steps_accepted = 0, steps_rejected = 0;
  base::Status status = base::Status::ok;
};

/// Observes nothing. An active observer's `stretch(dense, from, to, approaching, frozen)` sees each accepted step's
/// interpolant in pieces of one direction of motion.
struct NoObserver {
  static constexpr bool active = false;
};

template <class Real, bool Detailed = false, class Observer = NoObserver>
class SegmentExecutor {
 public:
  static constexpr int size = Detailed ? 4 : 3;
  using State = ode::Vector<Real, size>;
  using Step = ode::Step<Real, size>;
  using Dense = ode::DenseOutput<Real, size>;

  SLIPBURST_FUNCTION SegmentExecutor(const SegmentModel& model, const SegmentControls& controls,
                                     Observer* observer = nullptr)
      : image_(static_cast<Real>(model.image)),
        gap_(static_cast<Real>(model.gap_distance)),
        gap_logarithm_(static_cast<Real>(model.gap_logarithm)),
        dynamics_(static_cast<Real>(model.sound_square)),
        controls_(controls),
        observer_(observer) {}

  SLIPBURST_FUNCTION SegmentResult operator()(const Segment& segment) const {
    const Real start = static_cast<Real>(segment.start);
    const Real stress = static_cast<Real>(segment.stress);
    const physics::MechanicalEnergy<Real> energy{image_, stress, dynamics_};
    const Real equilibrium = image_ / stress;
    SegmentResult result;
    if (start != start || stress != stress) {
      result.status = base::Status::non_finite;
      return result;
    }
    if (!(start > equilibrium)) {
      result.status = base::Status::inside_equilibrium;
      return result;
    }
    const Real initial = energy.potential(start);
    const Real at_gap = gap_ > Real(0) && gap_ < Real(1e30) ? energy.potential(gap_) : Real(0);
    // Outside the gap with less than the potential there, a line whose equilibrium is outside can never get in.
    const bool stoppable = controls_.extent != Extent::full && equilibrium > gap_;
    if (stoppable && controls_.extent == Extent::above_gap && start > gap_ && !(initial > at_gap)) return result;
    const Real tolerance = static_cast<Real>(controls_.relative_tolerance);
    // At rest: a billionth of the start is left, or less than the integration's own noise in the distance.
    const Real noise = Real(50) * image_ * tolerance * tolerance;
    Real rest = Real(1e-9) * (initial - energy.potential(equilibrium));
    if (!(rest > noise)) rest = noise;

    physics::EquationOfMotion<Real, Detailed> motion(image_, stress, dynamics_);
    EnergyLedger<Real> ledger(initial);
    const Real root = math::sqrt(physics::logarithm_at(start));
    State state{};
    state[physics::distance] = start;
    state[physics::root] = root;
    motion.freeze(!(start > static_cast<Real>(physics::least_reduced_distance)));
    State rate = motion(state);
    const bool adaptive = !(controls_.fixed_step > 0);
    // A hundredth of the time of the fall is a safe start; the controller takes over at once.
    Real trial = adaptive
                     ? Real(0.01) * math::sqrt(start * root * root / stress) / (motion.frozen() ? Real(1) : root * root)
                     : static_cast<Real>(controls_.fixed_step);
    // Steps scale with the distance, which a very fast line takes to 1e-70 and less.
    const Real smallest = sizeof(Real) == 8 ? Real(1e-200) : Real(1e-30);
    bool inside = start < gap_;
    bool retried = false;
    for (std::int64_t steps = 0;; ++steps) {
      if (steps >= controls_.step_budget) {
        result.status = base::Status::step_budget;
        break;
      }
      const Step step = ode::dormand_prince(motion, state, rate, trial);
      Real factor = Real(1);
      if (adaptive) {
        const float error = scaled_error(step, tolerance);
        if (!(error <= 1.0f)) {
          ++result.steps_rejected;
          trial *= error > 1.0f ? static_cast<Real>(ode::step_factor(error)) : Real(0.2);
          retried = true;
          if (!(trial > smallest) || !(state[physics::speed] == state[physics::speed])) {
            result.status = trial <= smallest ? base::Status::step_underflow : base::Status::non_finite;
            break;
          }
          continue;
        }
        factor = static_cast<Real>(ode::step_factor(error));
        if (retried && factor > Real(1)) factor = Real(1);
      } else if (!(step.end[physics::distance] > Real(0))) {
        result.status = base::Status::non_finite;
        break;
      }
      // The mass law changes at the least distance: end the step there.
      const Real shorter = step_to_least_distance(step, motion.frozen());
      if (shorter > Real(0)) {
        trial = shorter;
        ++result.steps_rejected;
        retried = true;
        continue;
      }
      retried = false;
      ++result.steps_accepted;
      const bool done = book(step, energy, at_gap, motion.frozen(), inside, ledger, result);
      state = step.end;
      rate = step.k7;
      if (adaptive) trial *= factor;
      if (land(state, motion)) {
        rate = motion(state);
        if (!adaptive) trial = static_cast<Real>(controls_.fixed_step);
      }
      if (done) break;

      const Real v = state[physics::speed], y = state[physics::distance];
      const Real kinetic = energy.kinetic(v, state[physics::root]);
      if (stoppable && !inside && v > Real(0) && kinetic + energy.potential(y) < at_gap) break;
      const Real offset = (y - equilibrium) / equilibrium;
      if (offset < Real(0.1) && offset > Real(-0.1) &&
          math::fused(Real(0.5) * image_ * offset, offset, kinetic) < rest) {
        ledger.book(kinetic + energy.potential(y), v < Real(0), inside);
        break;
      }
    }
    result.crystal_above = ledger.crystal_above;
    result.crystal_below = ledger.crystal_below;
    result.film_above = ledger.film_above;
    result.film_below = ledger.film_below;
    if constexpr (Detailed) result.duration = state[physics::time];
    return result;
  }

 private:
  /// Largest component of the error in units of what is tolerated; the speed's floor is a tenth of c / (gamma b).
  SLIPBURST_FUNCTION float scaled_error(const Step& step, Real tolerance) const {
    const State error = step.error();
    const Real v = step.end[physics::speed] < Real(0) ? -step.end[physics::speed] : step.end[physics::speed];
    const Real speed_scale = v > Real(0.1) ? v : Real(0.1);
    const Real in_distance = error[physics::distance] / (tolerance * step.end[physics::distance]);
    const Real in_speed = error[physics::speed] / (tolerance * speed_scale);
    const Real in_root = error[physics::root] / (tolerance * step.end[physics::root]);
    const bool sane = step.end[physics::distance] > Real(0) && step.end[physics::root] > Real(0) &&
                      in_distance == in_distance && in_speed == in_speed && in_root == in_root;
    if (!sane) return 1e6f;
    Real square = in_distance * in_distance;
    if (in_speed * in_speed > square) square = in_speed * in_speed;
    if (in_root * in_root > square) square = in_root * in_root;
    return static_cast<float>(math::sqrt(square));
  }

  /// The size of a step that ends at the least distance, if this one passes it; else 0.
  SLIPBURST_FUNCTION Real step_to_least_distance(const Step& step, bool frozen) const {
    const Real edge = static_cast<Real>(physics::least_reduced_distance);
    const Real edge_root = static_cast<Real>(physics::least_root);
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

  /// Changes the mass law when the step has ended at the least distance.
  SLIPBURST_FUNCTION bool land(State& state, physics::EquationOfMotion<Real, Detailed>& motion) const {
    const Real edge = static_cast<Real>(physics::least_reduced_distance);
    const Real edge_root = static_cast<Real>(physics::least_root);
    if (motion.frozen()) {
      if (!(state[physics::speed] > Real(0)) || !(state[physics::distance] > edge * (Real(1) - landing())))
        return false;
      motion.freeze(false);
    } else {
      if (!(state[physics::speed] < Real(0)) || !(state[physics::root] < edge_root + landing())) return false;
      motion.freeze(true);
    }
    state[physics::distance] = edge;
    state[physics::root] = edge_root;
    return true;
  }

  /// Relative distance that counts as having arrived: its square root is still small against any step.
  SLIPBURST_FUNCTION static constexpr Real landing() { return sizeof(Real) == 8 ? Real(1e-11) : Real(1e-5); }

  /// Books the energy at every turning point and gap crossing of an accepted step; true if the run is over.
  SLIPBURST_FUNCTION bool book(const Step& step, const physics::MechanicalEnergy<Real>& energy, Real at_gap,
                               bool frozen, bool& inside, EnergyLedger<Real>& ledger, SegmentResult& result) const {
    const Real v0 = step.start[physics::speed], v1 = step.end[physics::speed];
    const bool turns = (v0 < Real(0) && v1 >= Real(0)) || (v0 > Real(0) && v1 <= Real(0));
    const bool ends_inside = step.end[physics::distance] < gap_;
    note_speed(step, result);
    if (!turns && ends_inside == inside && !Observer::active) return false;

    const Dense dense(step);
    const bool approaching = v0 < Real(0) || (v0 == Real(0) && v1 < Real(0));
    Real turning = Real(1);
    if (turns) {
      turning = math::find_root([&](Real t) { return dense(physics::speed, t); }, Real(0), Real(1), v0, v1,
                                Real(0.01) * landing());
    }
    pass(dense, Real(0), turning, approaching, frozen, at_gap, inside, ledger);
    if (!turns) return false;
    const Real turning_point = dense(physics::distance, turning);
    ledger.book(energy.potential(turning_point), approaching, inside);
    if (approaching && result.turning_point == 0) {
      result.turning_point = turning_point;
      if (controls_.extent == Extent::first_fall) return true;
    }
    pass(dense, turning, Real(1), !approaching, frozen, at_gap, inside, ledger);
    return false;
  }

  /// Books the gap crossing of a stretch of one direction of motion, if it has one.
  SLIPBURST_FUNCTION void pass(const Dense& dense, Real from, Real to, bool approaching, [[maybe_unused]] bool frozen,
                               Real at_gap, bool& inside, EnergyLedger<Real>& ledger) const {
    if constexpr (Observer::active) observer_->stretch(dense, from, to, approaching, frozen);
    const Real y = dense(physics::distance, to);
    const bool now_inside = y < gap_;
    if (now_inside == inside || now_inside != approaching) return;
    const Real theta = math::find_root([&](Real t) { return dense(physics::distance, t) - gap_; }, from, to,
                                       dense(physics::distance, from) - gap_, y - gap_, Real(0.01) * landing() * gap_);
    const Real v = dense(physics::speed, theta);
    ledger.book(math::fused(gap_logarithm_, dynamics_.kinetic(v), at_gap), approaching, inside);
    inside = now_inside;
  }

  /// Keeps the largest speed: of the ends of steps, and within a step where the detail is asked for.
  SLIPBURST_FUNCTION void note_speed(const Step& step, SegmentResult& result) const {
    Real v = step.end[physics::speed];
    if constexpr (Detailed) {
      const Real a0 = step.k1[physics::speed], a1 = step.k7[physics::speed];
      if ((a0 < Real(0)) != (a1 < Real(0)) && a0 != a1) {
        const Real inner = Dense(step)(physics::speed, a0 / (a0 - a1));
        if (inner * inner > v * v) v = inner;
      }
    }
    v = dynamics_.velocity(v);
    const double magnitude = v < Real(0) ? -static_cast<double>(v) : static_cast<double>(v);
    if (magnitude > result.max_speed) result.max_speed = magnitude;
  }

  Real image_, gap_, gap_logarithm_;
  physics::Dynamics<Real> dynamics_;
  SegmentControls controls_;
  Observer* observer_;
};

}  // namespace slipburst::exec
