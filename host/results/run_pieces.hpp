#pragma once
/// \file Pieces of one run, each in a file of its own, and their combination.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/results/run_record.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// Common properties of the files of pieces, and the events of the run that they cover together.
struct RunPieces {
  std::string format;              ///< of all files
  std::vector<std::string> paths;  ///< sorted by first event
  RunIdentity identity;            ///< identity of the pieces combined
  std::string case_name, backend;  ///< different backends are joined by +
  TableUse table;
  Coverage coverage;
  std::vector<std::uint64_t> counters;   ///< sum over the files; empty for lists
  std::vector<std::string> rows_sha256;  ///< of each list, in the order of `paths`
};

/// Reads the records of the files and adds up their counters. The order of the files does not matter.
/// \throws InputError for files of different runs (other cases, seeds, options, tables or results versions), and for
/// events in more than one file
RunPieces read_pieces(std::span<const std::string> paths);

/// Events of the run that are in no piece.
std::vector<Piece> missing_events(const Coverage& coverage);

}  // namespace slipburst::host
