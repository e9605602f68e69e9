#pragma once
/// \file Values with units, as text: "45 MPa", "0.286 nm", "8 weeks", "1 cm²".

#include <string>
#include <string_view>
#include <vector>

#include "host/units/dimension.hpp"

namespace slipburst::host {

/// Reads a number and its unit.
///
/// The number is decimal with a point ("8.9e12"), the unit anything UDUNITS-2 knows, prefixes and superscripts
/// included; a year is 365 days. A dimensionless value has no unit.
/// \param what Name of the value, a key or an option; messages begin with it.
/// \return The value in the internal unit of `dimension`; its sign is not checked.
/// \throws InputError for a missing, unknown or wrong unit, trailing characters, or a value that is not finite.
double parse_quantity(std::string_view text, Dimension dimension, std::string_view what = "value");

/// As parse_quantity, and refuses zero and negative values.
double parse_positive_quantity(std::string_view text, Dimension dimension, std::string_view what = "value");

/// Reads "1 eV,30 eV": one quantity per comma. \return At least one value. \throws InputError also for an empty item.
std::vector<double> parse_quantity_list(std::string_view text, Dimension dimension, std::string_view what = "value");

/// Writes an internal value in the unit that takes the fewest digits; parse_quantity gives back the same bits.
/// \pre `internal` is finite.
std::string format_quantity(double internal, Dimension dimension);

/// Shortest decimal text that reads back as the same double, without an exponent for everyday sizes.
std::string format_number(double value);

/// \return `text` without blanks at either end.
std::string_view trimmed(std::string_view text);

}  // namespace slipburst::host
