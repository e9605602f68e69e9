#pragma once
/// \file Frequencies of leaving traps, in files of comma-separated values with units in the header.

#include <span>
#include <string>

#include "host/analysis/frequency_data.hpp"

namespace slipburst::host {

/// Reads files of which each has a header line, then rows. Columns, in any order:
///
///     temperature [K], frequency [Hz], error [Hz]
///     temperature [K], clusters [1], moves [1], window [s]
///
/// and, if wanted, `set`, a label without unit, and `direct [Hz]`. Units of the same dimension are converted. What
/// follows a '#' is skipped. A file without sets is one, named by its stem. Names of files and labels are UTF-8 text.
/// At most 10000 rows in all.
/// \param paths  at least one
/// \throws InputError naming file, line and remedy
FrequencyData read_frequency_files(std::span<const std::string> paths);

}  // namespace slipburst::host
