#pragma once
/// \file Dislocations pinned between the interface and a point in the film.

#include "slipburst/base/macros.hpp"

namespace slipburst::physics {

/// Length of a pinned line and the density of pins along it.
///
/// Romani (2024), Eq. (1): l(tau) = alpha mu_f b / tau; Eqs. (12), (28) in their dimensionally right form: the pin
/// height has the density lambda exp(-lambda h) with lambda = rho_D l(tau).
class Pinning {
 public:
  /// \param spacing  nm, rho_D = spacing^-2
  /// \param force    alpha mu_f b, meV/nm^2
  SLIPBURST_FUNCTION Pinning(double spacing, double force) : area_(spacing * spacing), force_(force) {}

  /// nm, for a resolved shear stress in meV/nm^3.
  SLIPBURST_FUNCTION double line_length(double stress) const { return force_ / stress; }
  /// 1 / lambda, nm; proportional to the stress.
  SLIPBURST_FUNCTION double mean_height(double stress) const { return area_ * (stress / force_); }

 private:
  double area_, force_;
};

}  // namespace slipburst::physics
