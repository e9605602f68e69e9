#pragma once
/// \file Share of the events that survives triggers and cuts, over measured energy.

#include <vector>

namespace slipburst::host {

/// Linear between points, constant beyond the ends. Two points at one energy are a step; the second value holds from
/// there on.
struct EfficiencyCurve {
  std::vector<double> energy_eV = {0};  ///< rising
  std::vector<double> survival = {1};   ///< 0 to 1, one for each energy

  double at(double energy_eV) const;

  /// Exact mean over [low, high].
  /// \pre low < high
  double mean(double low_eV, double high_eV) const;
};

}  // namespace slipburst::host
