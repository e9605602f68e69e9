#pragma once
/// \file Frequencies of detrapping, in files of comma-separated values with units in the header.

#include <span>
#include <string>

#include "host/analysis/frequency_data.hpp"

namespace slipburst::host {

/// Reads files of a header line, then rows. Columns, in any order:
///
///     temperature [K], frequency [Hz], error [Hz]
///     temperature [K], clusters [1], moves [1], window [s]
///
/// and optionally `set`, a label without unit, and `direct [Hz]`. Units of the same dimension are converted. Text after
/// a '#' is skipped. A file without a column `set` is one set, named by the file's stem. Names of files and labels are
/// UTF-8 text. At most 10000 rows in all.
/// \param paths  at least one
/// \throws InputError naming file, line and remedy
FrequencyData read_frequency_files(std::span<const std::string> paths);

}  // namespace slipburst::host
