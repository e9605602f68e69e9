#pragma once
/// \file Rate at which the electrons of a microscope make a vacancy jump.

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::detrapping {

/// Atoms beside vacancies that a beam hits.
struct Target {
  double charge_number;     ///< Z
  double mass_u;            ///< mass of an atom, atomic mass units
  double migration_energy;  ///< energy that an atom beside a vacancy needs to jump into it, meV
  double neighbours;        ///< number of neighbours of a vacancy
};

inline constexpr Target tungsten{74, 183.84, 1780, 8};

/// beta^2 = E (E + 2 m c^2) / (E + m c^2)^2 of an electron. \param energy  kinetic energy, meV
SLIPBURST_FUNCTION inline double electron_speed_squared(double energy) {
  const double total = energy + units::electron_rest_energy;
  return (energy / total) * ((total + units::electron_rest_energy) / total);
}

/// Cross-section for an electron to make an atom beside a vacancy jump, nm^2, in the form of Arakawa et al. (their ref.
/// 37): the cross-section of McKinley and Feshbach, Phys. Rev. 74, 1759 (1948), integrated over the transfers T from
/// E_mig to E_m with the weight T / E_mig. With X = E_mig / E_m
///
/// sigma = pi Z^2 r_e^2 ((1 - beta^2) / beta^4) / X [-ln X - beta^2 (1 - X) + pi Z alpha beta (1 - sqrt(X))^2]
///
/// where every term of the bracket is positive. Without the weight the value for tungsten would be 1.1 to 2.4 times
/// smaller from 150 to 1000 keV. The expansion in alpha Z, 0.54 for tungsten, is too small there: 2.2 to 1.5 times
/// below the Mott cross-section with the same weight (tests/oracle/beam.test.cpp). The atom's recoil is classical.
///
/// Same bits everywhere, by math/elementary.hpp. Preconditions: positive entries of the target; energies in meV,
/// positive.
class MigrationCrossSection {
 public:
  SLIPBURST_FUNCTION explicit MigrationCrossSection(const Target& target)
      : rest_energy_(target.mass_u * units::mass_unit_energy),
        migration_energy_(target.migration_energy),
        coulomb_(math::pi * units::fine_structure * target.charge_number),
        area_(math::pi * (target.charge_number * units::classical_electron_radius) *
              (target.charge_number * units::classical_electron_radius)) {
    const double m = units::electron_rest_energy, half = 0.5 * rest_energy_ * migration_energy_;
    threshold_ = half / (m + math::sqrt(math::fused(m, m, half)));
  }

  /// E_m = 2 E (E + 2 m c^2) / (M c^2): the largest energy an electron can transfer, meV.
  SLIPBURST_FUNCTION double max_transfer(double energy) const {
    return 2 * energy * ((energy + 2 * units::electron_rest_energy) / rest_energy_);
  }

  /// Electron energy for which E_m = E_mig, meV.
  SLIPBURST_FUNCTION double threshold() const { return threshold_; }

  /// Cross-section without the weight T / E_mig: each transfer from E_mig on counts once. With L = -ln X
  ///
  /// sigma = pi Z^2 r_e^2 ((1 - beta^2) / beta^4) [1/X - 1 - beta^2 L + pi Z alpha beta (2 (1/sqrt(X) - 1) - L)]
  ///
  /// \return nm^2; exactly 0 at the threshold and below
  SLIPBURST_FUNCTION double counted_once(double energy) const {
    const double x = migration_energy_ / max_transfer(energy);
    if (!(energy > threshold_ && x < 1)) return 0;
    const double beta2 = electron_speed_squared(energy), logarithm = -math::log(x);
    const double root = 1 / math::sqrt(x) - 1;
    const double bracket = math::fused(coulomb_ * math::sqrt(beta2), math::fused(2, root, -logarithm),
                                       math::fused(-beta2, logarithm, (1 - x) / x));
    const double slowness = units::electron_rest_energy / (energy + units::electron_rest_energy) / beta2;
    return area_ * (slowness * slowness) * bracket;
  }

  /// \return sigma, nm^2; exactly 0 at the threshold and below
  SLIPBURST_FUNCTION double operator()(double energy) const {
    const double x = migration_energy_ / max_transfer(energy);
    if (!(energy > threshold_ && x < 1)) return 0;
    const double beta2 = electron_speed_squared(energy);
    const double missing = 1 - math::sqrt(x);
    const double bracket = math::fused(coulomb_ * math::sqrt(beta2), missing * missing,  //
                                       math::fused(-beta2, 1 - x, -math::log(x)));
    const double slowness = units::electron_rest_energy / (energy + units::electron_rest_energy) / beta2;
    return area_ * (slowness * slowness) / x * bracket;
  }

 private:
  double rest_energy_, migration_energy_, threshold_;
  double coulomb_;  // pi Z alpha
  double area_;     // pi Z^2 r_e^2
};

/// z Phi sigma: jump rate of a vacancy in the beam, 1/ps.
/// \param beam_energy  meV, positive
/// \param flux         electrons per nm^2 and ps, not negative
SLIPBURST_FUNCTION inline double vacancy_jump_rate(const Target& target, double beam_energy, double flux) {
  return target.neighbours * (flux * MigrationCrossSection(target)(beam_energy));
}

}  // namespace slipburst::detrapping
