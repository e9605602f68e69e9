#pragma once
/// \file Rate at which pinned dislocations tunnel free.

#include <cmath>

#include "slipburst/base/macros.hpp"

namespace slipburst::physics {

/// Mott tunnelling, Romani (2024), Eqs. (2)-(5): each dislocation leaves at the rate nu exp(-Gamma eta), eta uniform on
/// (0, 1), so that at time t after the start a share R(t) of all leaves per unit time,
/// R = (exp(-nu t e^-Gamma) - exp(-nu t)) / (Gamma t), in practice 1 / (Gamma t).
class MottDepinning {
 public:
  /// \param attempt_frequency  per second
  SLIPBURST_FUNCTION MottDepinning(double gamma, double attempt_frequency)
      : gamma_(gamma), attempt_frequency_(attempt_frequency) {}

  /// Events per second and pinned dislocation at `time` seconds.
  SLIPBURST_FUNCTION double rate(double time) const {
    const double attempts = attempt_frequency_ * time;
    return (::exp(-attempts * ::exp(-gamma_)) - ::exp(-attempts)) / (gamma_ * time);
  }

  /// Share of all pinned dislocations that leaves between two times: ln(to / from) / Gamma, the integral of R while it
  /// is 1 / (Gamma t).
  SLIPBURST_FUNCTION double share(double from, double to) const { return ::log(to / from) / gamma_; }

  /// eta* = ln(nu t) / Gamma: eta of the pins that are leaving at `time`.
  SLIPBURST_FUNCTION double front(double time) const { return ::log(attempt_frequency_ * time) / gamma_; }

 private:
  double gamma_, attempt_frequency_;
};

}  // namespace slipburst::physics
