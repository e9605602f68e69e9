#pragma once
/// \file Pieces of one run, each in a file of its own, and what they are together.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/files/run_record.hpp"
#include "host/files/spectrum_file.hpp"

namespace slipburst::host {

/// What their files have in common, and which events of the run they have between them.
struct RunPieces {
  std::string format;              ///< of all files
  std::vector<std::string> paths;  ///< by their first event
  RunIdentity identity;            ///< of the whole that the pieces make
  std::string case_name, backend;  ///< backends that differ, with + between
  TableUse table;
  Coverage coverage;
};

/// Reads what the files say of themselves. Their order does not matter.
/// \throws InputError for files that are not of one run: other cases, seeds, options, tables or results versions; for
/// events that are in more than one
RunPieces read_pieces(std::span<const std::string> paths);

/// Events of the run that none of the pieces has.
std::vector<Piece> missing_events(const Coverage& coverage);

/// Sum of the /counters of all files. \param size  how many there are to be
std::vector<std::uint64_t> sum_counters(const RunPieces& pieces, std::size_t size);

}  // namespace slipburst::host
