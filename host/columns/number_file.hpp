#pragma once
/// \file Numbers in text files of data, whose columns name their units, with messages that name file and line.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// One finite number in decimal notation, with or without a sign; std::nullopt for any other text and for an exponent
/// of more than four digits.
std::optional<double> finite_number(std::string_view text);

/// A unit that a column may have. Numbers in this unit are multiplied by 10^exponent, by moving the decimal point, and
/// by the factor: "0.0301" with exponent 3 is exactly the number 30.1.
struct FileUnit {
  std::string_view name;
  int exponent = 0;
  double factor = 1;
};

/// The unit of a column from outside of its file: a key, an option, or a documented format.
struct GivenUnit {
  std::string key;   ///< "energy_unit in d.toml", for messages
  std::string unit;  ///< empty: not given
};

/// A column of a file. The file names its unit in a line before the rows, or `given` does.
struct FileColumn {
  std::string_view name;                 ///< "energy"
  std::span<const FileUnit> units = {};  ///< the allowed units; empty: plain numbers, whatever their unit
  GivenUnit given = {};
  std::string_view remark = {};  ///< ends messages of wrong units
  std::string_view usual = {};   ///< default unit; empty: the unit must be named
};

/// The columns of a text file and the line number of each row.
struct NumberFile {
  std::string path;
  std::vector<std::vector<double>> columns;
  std::vector<std::size_t> lines;
  std::vector<FileUnit> units;  ///< unit of each column; without a name for plain numbers

  std::string where(std::size_t row) const;  ///< "events.txt:12"
};

/// Reads rows of numbers, separated by blanks or commas. Blank lines, and the rest of a line after a '#', are skipped.
///
/// A line of headings names the units of the columns. The line stands before the first row, alone or after a '#', has
/// as many cells as there are columns, and each cell ends in the unit: "energy (keV)", "E[eV]", "energy_keV", "counts".
///
/// \throws InputError for a file that cannot be read, has no row, has a row other than one finite number per column,
/// names no unit, an unknown unit, or another unit than the given one
NumberFile read_number_file(const std::string& path, std::span<const FileColumn> columns);

}  // namespace slipburst::host
