#pragma once
/// \file Pieces of one run, each in a file of its own, and what they are together.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/results/run_record.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// What their files have in common, and which events of the run they have between them.
struct RunPieces {
  std::string format;              ///< of all files
  std::vector<std::string> paths;  ///< by their first event
  RunIdentity identity;            ///< of the whole that the pieces make
  std::string case_name, backend;  ///< backends that differ, with + between
  TableUse table;
  Coverage coverage;
  std::vector<std::uint64_t> counters;   ///< sum over the files; of lists none
  std::vector<std::string> rows_sha256;  ///< of each list, in the order of `paths`
};

/// Reads what the files say of themselves, and adds up their counters. Their order does not matter.
/// \throws InputError for files that are not of one run: other cases, seeds, options, tables or results versions; for
/// events that are in more than one
RunPieces read_pieces(std::span<const std::string> paths);

/// Events of the run that none of the pieces has.
std::vector<Piece> missing_events(const Coverage& coverage);

}  // namespace slipburst::host
