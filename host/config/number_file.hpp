#pragma once
/// \file Numbers in text files, such as energies of events, with messages that name file and line.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// One finite number in decimal notation, with or without a sign; none if the text is anything else.
std::optional<double> finite_number(std::string_view text);

/// The columns of a text file and the line each row stands in.
struct NumberFile {
  std::string path;
  std::vector<std::vector<double>> columns;
  std::vector<std::size_t> lines;

  std::string where(std::size_t row) const;  ///< "events.txt:12"
};

/// Reads rows of numbers, apart by blanks or commas. Blank lines, and what follows a '#', are skipped.
///
/// \param exponents  one for each column: its numbers are times ten to that power, by moving the decimal point, so that
///                   "0.0301" with exponent 3 is exactly the number 30.1
///
/// \param content  what the file should hold, for messages: "energy (keV), survival probability"
///
/// \throws InputError for a file that cannot be read, has no row, or has a row of other than so many finite numbers
NumberFile read_number_file(const std::string& path, std::span<const int> exponents, std::string_view content);

}  // namespace slipburst::host
