#pragma once
/// \file The decay of a motion frequency to its plateau.

#include <cstddef>
#include <span>

namespace slipburst::host {

/// The frequency of motion in a window of time.
struct WindowFrequency {
  double from_s, to_s;
  double frequency_Hz, sigma_Hz;
};

/// nu(t) = initial e^(-decay t) + plateau, Arakawa et al., Fig. 2.
struct SupplyDecayFit {
  double initial_Hz, initial_sigma_Hz;
  double decay_Hz, decay_sigma_Hz;
  double plateau_Hz, plateau_sigma_Hz;
  double chi_square;
  std::size_t degrees_of_freedom;
  double p_value;
  bool converged;  ///< false if the points do not determine all three parameters, such as without a decay
};

/// Weighted least squares on the means over the windows. \param points  four at least, times from 0 on, sigmas positive
/// \throws std::invalid_argument
SupplyDecayFit fit_supply_decay(std::span<const WindowFrequency> points);

/// The fitted nu, averaged between two times.
double mean_frequency(const SupplyDecayFit& fit, double from_s, double to_s);

}  // namespace slipburst::host
