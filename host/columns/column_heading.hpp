#pragma once
/// \file Headings of columns in files of data: names with units in brackets.

#include <string_view>
#include <vector>

namespace slipburst::host {

/// "energy (keV)", "E[eV]": a name and the unit in brackets, round or square, at the end. Without brackets the unit is
/// empty.
struct ColumnHeading {
  std::string_view name, unit;
};

ColumnHeading column_heading(std::string_view cell);

/// Cells of a line of headings, separated by commas, else by tabs, else by blanks. Separators within brackets do not
/// count, nor do blanks before a bracket: "energy (keV), share" and "E[eV] share" have two cells each.
std::vector<std::string_view> heading_cells(std::string_view line);

}  // namespace slipburst::host
