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

/// One gigapascal in meV/nm^3: 1e9 J/m^3 with the exact electronvolt, 6241.509...
inline constexpr double gigapascal = 1e4 / 1.602176634;
inline constexpr double megapascal = gigapascal / 1000;

inline constexpr double millielectronvolt_per_eV = 1e3;
inline constexpr double picoseconds_per_second = 1e12;
inline constexpr double nanometres_per_centimetre = 1e7;

}  // namespace slipburst::units
