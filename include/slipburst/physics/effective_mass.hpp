#pragma once
/// \file Frequency and effective mass of a dislocation line near the interface.
///
/// Phonon frequency (c / gamma b) e^-L, Romani (2024), Eq. (15), and effective mass per length (T0/c^2) L, Eq. (16),
/// with L = ln(c / (gamma b omega)). The distance x follows from L without a Lambert W,
/// x = gamma b sqrt(kappa' K) y with y = e^L / sqrt(L), so the reduced distance y is one universal function of L.
/// y has a minimum at L = 1/2; at smaller distances L is held at 1/2.

#include <cmath>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::physics {

/// y = e^L / sqrt(L). Precondition: L >= 1/2.
template <class Real>
SLIPBURST_FUNCTION inline Real reduced_distance(Real logarithm) {
  return math::exp2(logarithm * static_cast<Real>(1 / math::ln2)) / math::sqrt(logarithm);
}

inline constexpr double min_logarithm = 0.5;
inline constexpr double min_root = 0.70710678118654752440;          // sqrt(1/2)
inline constexpr double min_reduced_distance = 2.3316439815971242;  // sqrt(2 e)
inline constexpr double max_frequency = 0.60653065971263342360;     // e^-1/2, in c / (gamma b)

/// L of a reduced distance, on the branch where omega falls with y; 1/2 below the minimum distance. Newton's method in
/// G = (L - 1/2)^2, regular where dL/dy diverges.
template <class Real>
SLIPBURST_FUNCTION inline Real logarithm_at(Real distance) {
  if (!(distance > static_cast<Real>(min_reduced_distance))) return static_cast<Real>(min_logarithm);
  const Real log_ratio = math::log(distance / static_cast<Real>(min_reduced_distance));
  constexpr int max_steps = 60;
  Real logarithm = Real(0.5) + math::sqrt(log_ratio) + log_ratio, before = logarithm;
  for (int i = 1; i <= max_steps; ++i) {
    const Real excess = logarithm - Real(0.5);
    // L - ln(L)/2 - ln(y), written relative to the minimum distance.
    const Real residual = excess - Real(0.5) * math::log(Real(2) * logarithm) - log_ratio;
    Real square = math::fused(Real(-2) * logarithm, residual, excess * excess);
    if (!(square > Real(0))) square = Real(0.25) * excess * excess;
    const Real next = Real(0.5) + math::sqrt(square);
    const Real change = next - logarithm;
    if (change * change <= Real(1e-30) * next * next) return next;
    // In single precision most end with two numbers in turn.
    if (next == before) return (max_steps - i) % 2 == 0 ? next : logarithm;
    before = logarithm;
    logarithm = next;
  }
  return logarithm;
}

}  // namespace slipburst::physics
