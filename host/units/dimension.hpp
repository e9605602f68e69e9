#pragma once
/// \file The physical dimensions an input value can have, each with its one internal unit.

#include <span>
#include <string_view>

namespace slipburst::host {

enum class Dimension {
  dimensionless,  ///< a plain number
  length,         ///< nm
  pressure,       ///< meV/nm^3: stresses and elastic moduli
  energy,         ///< meV: phonon energies
  event_energy,   ///< eV: energies of whole events
  speed,          ///< nm/ps
  frequency,      ///< 1/ps
  duration,       ///< s: laboratory time; a year is 365 days
  area,           ///< cm^2
  mass,           ///< kg
  exposure,       ///< kg s: mass x live time
  temperature,    ///< K, from absolute zero
  particle_flux,  ///< 1/(nm^2 ps)
  beam_energy,    ///< keV: kinetic energies of electrons
  rate,           ///< Hz: events of a laboratory
};

/// A unit that is an exact multiple of a dimension's internal unit.
struct AnchorUnit {
  std::string_view unit;
  double in_internal_units;
};

struct DimensionInfo {
  std::string_view noun;                        ///< "a stress", for messages
  std::string_view example;                     ///< "120 MPa"
  std::span<const AnchorUnit> anchors;          ///< the internal unit comes first
  std::span<const std::string_view> preferred;  ///< units to write values in; the fewest digits win, then the first
};

/// \return Noun, example and units of a dimension; `anchors` and `preferred` are empty for dimensionless.
const DimensionInfo& dimension_info(Dimension dimension);

}  // namespace slipburst::host
