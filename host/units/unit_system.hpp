#pragma once
/// \file Conversion factors of units, from UDUNITS-2.
///
/// Three things differ from the UDUNITS database: the electronvolt is the exact SI value 1.602176634e-19 J, a year is
/// 365 days, and a month is unknown (it has no fixed length).

#include <string>
#include <string_view>

#include "host/units/dimension.hpp"

namespace slipburst::host {

/// Factor from a unit to the internal unit of a dimension: value * numerator / denominator * anchor.
///
/// Where the unit is an integer multiple or fraction of an anchor unit, numerator and denominator are that exact
/// integer: "0.286 nm" and "2.86 angstrom" give the same bits, whatever the rounding inside UDUNITS.
struct UnitFactor {
  double numerator = 1.0;
  double denominator = 1.0;
  double anchor = 1.0;

  double to_internal(double value) const { return value * numerator / denominator * anchor; }
  double from_internal(double internal) const { return internal / anchor * denominator / numerator; }
};

/// A unit as understood, or the reason why it is refused: `problem` completes the sentence "<value> ..." and is empty
/// on success.
struct UnitReading {
  UnitFactor factor;
  std::string problem;
};

/// Reads a unit without its number: "MPa", "cm²", "1/ps". Refused: unknown units, numbers inside ("nm 3"), another
/// dimension, reciprocals (s for Hz), angles in frequencies (rad/s), and units with an offset or a logarithm (degC).
/// Not thread-safe (UDUNITS keeps global state).
/// \pre `dimension` is not dimensionless, `unit` is not blank.
/// \throws InputError if the UDUNITS database cannot be read.
UnitReading read_unit(std::string_view unit, Dimension dimension);

}  // namespace slipburst::host
