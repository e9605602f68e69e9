#pragma once
/// \file Rates over time, in files of values separated by commas, tabs or blanks.

#include <span>
#include <string>
#include <vector>

#include "host/analysis/rate_data.hpp"

namespace slipburst::host {

/// Columns, times and origin by which files of rates are read.
struct RateFileForm {
  /// Columns in order, separated by commas, of one file or for each: "time [day],rate [1/day],error [1/day]",
  /// "time [day],counts [1],live_time [day]", "-" for a column that is not used. Empty: the file's header says so.
  std::vector<std::string> columns;
  /// Files that stand beside the data, line for line, and hold their first columns; of all, or one for each. May be
  /// empty.
  std::vector<std::string> beside;
  /// Times in the files, "90 days:430 days", either end may be empty: rows outside are not used; of all files, or one
  /// for each. May be empty.
  std::vector<std::string> between;
  double origin_s = 0;  ///< time in the files from which the models count
};

/// Reads files of rates, each a set named by its stem. Lines before the first row of numbers are headings; text after
/// '#' is skipped, and rows without a number ("NaN", nothing) in a column that is used are left out and counted. At
/// most 100000 rows in all. \param paths  at least one \throws InputError naming file, line and remedy
RateData read_rate_files(std::span<const std::string> paths, const RateFileForm& form);

}  // namespace slipburst::host
