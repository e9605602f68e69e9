#include "host/lines/energy_balance.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss.hpp>

namespace slipburst::host {
namespace {

/// Reduced energies of one channel.
struct Booked {
  double total = 0, mass_term = 0, near = 0;
};

/// Derivative of a component of a step's interpolant, a quartic, for which the five-point formula is exact.
template <class Dense>
double slope(const Dense& dense, int component, double at) {
  constexpr double h = 0.125;
  const auto difference = [&](double step) { return dense(component, at + step) - dense(component, at - step); };
  return (8 * difference(h) - difference(2 * h)) / (12 * h);
}

/// Books above-gap energy of every stretch of one direction of motion, split where it passes the gap and the core
/// distance.
class BalanceObserver {
 public:
  static constexpr bool active = true;

  BalanceObserver(const ReducedModel& model, double stress, double core_distance)
      : energy_{model.segment.image, stress, physics::Dynamics<double>(model.segment.sound_square)},
        gap_(model.segment.gap_distance),
        core_(core_distance) {}

  template <class Dense>
  void stretch(const Dense& dense, double from, double to, bool approaching, bool frozen) {
    const double nearer = std::min(gap_, core_), farther = std::max(gap_, core_);
    double at = from;
    for (const double edge : approaching ? std::array{farther, nearer} : std::array{nearer, farther}) {
      const double before = dense(physics::distance, at) - edge, after = dense(physics::distance, to) - edge;
      if ((before < 0) == (after < 0)) continue;
      const double crossing = math::find_root([&](double t) { return dense(physics::distance, t) - edge; }, at, to,
                                              before, after, 1e-13 * edge);
      book(dense, at, crossing, approaching, frozen);
      at = crossing;
    }
    book(dense, at, to, approaching, frozen);
  }

  Booked crystal, film;

 private:
  template <class Dense>
  void book(const Dense& dense, double from, double to, bool approaching, bool frozen) {
    const double middle = dense(physics::distance, 0.5 * (from + to));
    if (!(middle < gap_)) return;
    Booked& channel = approaching ? crystal : film;
    const double drop = mechanical(dense, from) - mechanical(dense, to);
    channel.total += drop;
    if (middle < core_) channel.near += drop;
    if (frozen) return;
    // The mass term radiates -k dL, L = p^2.
    const auto power = [&](double t) {
      return -2 * dense(physics::root, t) * slope(dense, physics::root, t) *
             energy_.dynamics.kinetic(dense(physics::speed, t));
    };
    channel.mass_term += boost::math::quadrature::gauss<double, 10>::integrate(power, from, to);
  }

  template <class Dense>
  double mechanical(const Dense& dense, double t) const {
    return energy_.kinetic(dense(physics::speed, t), dense(physics::root, t)) +
           energy_.potential(dense(physics::distance, t));
  }

  physics::MechanicalEnergy<double> energy_;
  double gap_, core_;
};

ChannelBalance balance_of(const Booked& booked, double unit) {
  return {(booked.total - booked.mass_term) * unit, booked.mass_term * unit, booked.near * unit};
}

}  // namespace

EnergyBalance energy_balance(const ReducedModel& model, const exec::SegmentControls& controls, double burgers,
                             double height_nm, double stress) {
  const exec::Segment segment = model.segment_at(height_nm, stress);
  const double unit = model.energy_eV_per_nm;
  BalanceObserver observer(model, segment.stress, core_distance_burgers * burgers / model.length_nm);
  EnergyBalance balance;
  balance.result = exec::SegmentExecutor<double, true, BalanceObserver>(model.segment, controls, &observer)(segment);
  balance.crystal = balance_of(observer.crystal, unit);
  balance.film = balance_of(observer.film, unit);
  const double equilibrium = model.segment.image / segment.stress;
  if (segment.start > equilibrium) {
    const physics::MechanicalEnergy<double> energy{model.segment.image, segment.stress, physics::Dynamics<double>(0)};
    balance.work = (energy.potential(segment.start) - energy.potential(equilibrium)) * unit;
  }
  const exec::SegmentResult& r = balance.result;
  balance.radiated = (r.crystal_above + r.crystal_below + r.film_above + r.film_below) * unit;
  return balance;
}

}  // namespace slipburst::host
