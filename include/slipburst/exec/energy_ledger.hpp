#pragma once
/// \file Radiated energy: drops of the mechanical energy, by direction of emission and side of the gap.

#include "slipburst/base/macros.hpp"

namespace slipburst::exec {

/// Energy radiated while the line approaches the interface goes into the crystal, while it recedes into the film
/// (Romani 2024, Eqs. (22)-(23)); above the gap where omega(x) > 2 Delta / hbar (Eq. (24)).
template <class Real>
class EnergyLedger {
 public:
  SLIPBURST_FUNCTION explicit EnergyLedger(Real energy) : last_(energy) {}

  /// Books the drop down to `energy` since the last booking.
  SLIPBURST_FUNCTION void book(Real energy, bool approaching, bool above_gap) {
    const Real drop = last_ - energy;
    last_ = energy;
    if (approaching) {
      (above_gap ? crystal_above : crystal_below) += drop;
    } else {
      (above_gap ? film_above : film_below) += drop;
    }
  }

  Real crystal_above = 0, crystal_below = 0, film_above = 0, film_below = 0;

 private:
  Real last_;
};

}  // namespace slipburst::exec
