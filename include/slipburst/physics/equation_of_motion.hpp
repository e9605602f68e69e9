#pragma once
/// \file Motion of one straight segment of dislocation in reduced form.
///
/// Romani (2024), Eqs. (15)-(20). Lengths are in gamma b sqrt(kappa' K), times in gamma b / c, energies per length in
/// kappa' K T0. Then, with image i = kappa / kappa' and stress s = 4 pi gamma tau / (mu_f sqrt(kappa' K)),
///
///     L y'' = i / y - s - (pi/2) e^-L y',     y = e^L / sqrt(L),     E = L y'^2 / 2 + s y - i ln y.
///
/// The state holds p = sqrt(L) besides (y, v): dp/dt = p v / (2 (L - 1/2) y), which diverges at L = 1/2, as does the
/// rate of change of the mass. In the stretched time z, dt = (L - 1/2) dz, every derivative is regular and a stage
/// needs one division only: no Lambert W, logarithm, exponential or square root.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/division.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/ode/vector.hpp"
#include "slipburst/physics/dynamics.hpp"
#include "slipburst/physics/effective_mass.hpp"

namespace slipburst::physics {

/// Components of the state; `speed` is the q of Dynamics, `time` is present only if Timed.
enum Component { distance = 0, speed = 1, root = 2, time = 3 };

template <class Real, bool Timed>
using SegmentState = ode::Vector<Real, Timed ? 4 : 3>;

/// Whether the mass changes with the distance, or is frozen below the minimum distance; `either` selects at run time.
enum class Mass { changes, frozen, either };

/// Right-hand side d(y, v, p[, t])/dz, Romani (2024), Eq. (20). The forces are radiation, Eq. (17), image, Eq. (18),
/// and drive, Eq. (19) with the sign that pulls to the interface. Below the minimum distance the mass is frozen and z
/// is the time itself.
template <class Real, bool Timed, class Dynamics = physics::Dynamics<Real>, Mass mass = Mass::either,
          class Division = math::Division<Real>>
class EquationOfMotion {
 public:
  using State = SegmentState<Real, Timed>;

  SLIPBURST_FUNCTION EquationOfMotion(Real image, Real stress, const Dynamics& dynamics, bool frozen = false)
      : image_(image), stress_(stress), dynamics_(dynamics), frozen_(frozen) {}

  SLIPBURST_FUNCTION State operator()(const State& state) const {
    const bool frozen = this->frozen();
    const Real v = dynamics_.velocity(state[speed]), p = state[root];
    const Real logarithm = p * p;
    const Real inverse = division_.inverse(state[distance] * logarithm);
    const Real inverse_distance = inverse * logarithm;
    const Real inverse_mass = inverse * state[distance];
    const Real pull = math::fused(image_, inverse_distance, -stress_);
    const Real frequency = frozen ? static_cast<Real>(max_frequency) : inverse * p;  // e^-L = 1 / (y p)
    const Real force = math::fused(Real(-math::pi / 2) * v, frequency, pull);
    const Real stretch = frozen ? Real(1) : logarithm - Real(0.5);
    State rate;
    rate[distance] = stretch * v;
    rate[speed] = stretch * (force * inverse_mass);
    rate[root] = frozen ? Real(0) : Real(0.5) * p * (v * inverse_distance);
    if constexpr (Timed) rate[time] = stretch;
    return rate;
  }

  /// start + size rate, without the terms that are known to be 0.
  SLIPBURST_INLINED_FUNCTION State moved(const State& start, Real size, const State& rate) const {
    State state = ode::fused(size, rate, start);
    if constexpr (mass == Mass::frozen) state[root] = start[root];
    return state;
  }

  /// Divisions of all calls so far.
  SLIPBURST_FUNCTION Division& division() const { return division_; }

 private:
  SLIPBURST_FUNCTION bool frozen() const { return mass == Mass::either ? frozen_ : mass == Mass::frozen; }

  Real image_, stress_;
  Dynamics dynamics_;
  bool frozen_;
  mutable Division division_;
};

/// Mechanical energy of a state and the potential it moves in. Its loss is exactly the radiated energy, Romani (2024),
/// Eq. (21) with the sign that conserves energy: P = -F_rad v - (dm*/dt) k = -dE/dt, k the kinetic energy per mass.
template <class Real, class Dynamics = physics::Dynamics<Real>>
struct MechanicalEnergy {
  Real image, stress;
  Dynamics dynamics;

  SLIPBURST_FUNCTION Real potential(Real distance) const { return potential(distance, attraction(image, distance)); }
  /// \param attraction  of the image force at this distance
  SLIPBURST_FUNCTION Real potential(Real distance, Real attraction) const {
    return math::fused(stress, distance, attraction);
  }
  /// Part of the image force in the potential.
  SLIPBURST_FUNCTION static Real attraction(Real image, Real distance) { return -image * math::log(distance); }
  SLIPBURST_FUNCTION Real kinetic(Real q, Real root) const { return (root * root) * dynamics.kinetic(q); }
};

}  // namespace slipburst::physics
