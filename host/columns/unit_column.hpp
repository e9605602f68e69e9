#pragma once
/// \file Columns of tables whose headings name a kind and a unit: "temperature [K]".

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "host/units/dimension.hpp"

namespace slipburst::host {

/// Kind of column.
struct ColumnKind {
  std::string_view name;
  Dimension dimension;
  std::string_view unit;    ///< usual one, for messages; "1" for counts
  double per_internal = 1;  ///< factor from the internal unit of the dimension to that of the values
};

/// A column: its kind, and the factor from its unit to that of the values.
struct UnitColumn {
  std::size_t kind;  ///< index
  double factor;
};

/// Reads a heading.
/// \param should_be  the whole header as it should be, for messages  \param where  file and line, for messages
/// \param other_name  known name of a column of another kind, for messages
/// \throws InputError for an unknown name, and a unit that is missing or of another dimension
UnitColumn unit_column(std::string_view heading, std::span<const ColumnKind> kinds, std::string_view should_be,
                       const std::string& where, std::string_view other_name = {});

}  // namespace slipburst::host
