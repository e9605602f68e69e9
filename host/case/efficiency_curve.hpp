#pragma once
/// \file Which share of the events survives triggers and cuts, over measured energy.

#include <vector>

namespace slipburst::host {

/// Straight lines between points, held beyond the ends. Two points at one energy: a step, the second holds from it on.
struct EfficiencyCurve {
  std::vector<double> energy_eV = {0};  ///< rising
  std::vector<double> survival = {1};   ///< 0 to 1, one for each energy

  double at(double energy_eV) const;

  /// Mean over low..high, exactly. \pre low < high
  double mean(double low_eV, double high_eV) const;
};

}  // namespace slipburst::host
