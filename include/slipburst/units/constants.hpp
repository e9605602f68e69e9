#pragma once
/// \file Constants of nature and unit factors in the internal system nm, ps, meV, K.

namespace slipburst::units {

inline constexpr double elementary_charge_C = 1.602176634e-19;  // exact, SI
inline constexpr double planck_J_s = 6.62607015e-34;            // exact, SI

/// Reduced Planck constant, meV ps.
inline constexpr double hbar = planck_J_s / (2 * 3.14159265358979323846) / elementary_charge_C * 1e15;

inline constexpr double boltzmann_J_per_K = 1.380649e-23;  // exact, SI
/// Boltzmann constant, meV/K.
inline constexpr double boltzmann = boltzmann_J_per_K / elementary_charge_C * 1e3;

// CODATA 2018.
inline constexpr double electron_rest_energy = 510998.95e3;           ///< m c^2, meV
inline constexpr double mass_unit_energy = 931494102.42e3;            ///< u c^2, meV
inline constexpr double classical_electron_radius = 2.8179403262e-6;  ///< nm
inline constexpr double fine_structure = 7.2973525693e-3;
inline constexpr double light_speed = 299792.458;  ///< nm/ps, exact
/// One atomic mass unit in meV ps^2/nm^2.
inline constexpr double mass_unit = mass_unit_energy / (light_speed * light_speed);

/// One particle per m^2 and s in 1/(nm^2 ps).
inline constexpr double per_square_metre_and_second = 1e-30;
inline constexpr double barn = 1e-10;  ///< nm^2

/// One gigapascal in meV/nm^3: 1e9 J/m^3 with the exact electronvolt, 6241.509...
inline constexpr double gigapascal = 1e4 / 1.602176634;
inline constexpr double megapascal = gigapascal / 1000;

inline constexpr double millielectronvolt_per_eV = 1e3;
inline constexpr double millielectronvolt_per_keV = 1e6;
inline constexpr double picoseconds_per_second = 1e12;
inline constexpr double nanometres_per_centimetre = 1e7;

}  // namespace slipburst::units
