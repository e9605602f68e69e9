#pragma once
/// \file Pieces of one run, each in a file of its own, and their combination. A checkpoint of counted events is a
/// piece.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/results/run_record.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// Format of all checkpoints.
inline constexpr const char* checkpoint_format = "slipburst-checkpoint";

/// Origin of the counters of a piece.
struct PieceOrigin {
  std::string case_name, backend;
  TableUse table;  ///< no digest: a run without a table
};

/// File of a piece, without its counters.
struct PieceFile {
  std::string path;
  std::string format;    ///< of the file of the run, also for a checkpoint
  RunIdentity identity;  ///< identity of the piece; for a checkpoint of the piece that its command draws
  PieceOrigin origin;
  Coverage coverage;
  std::string rows_sha256;  ///< of a list
};

/// Reads a finished file or a checkpoint of counted events.
/// \throws InputError for a file without events, and for events that are not those of its run
PieceFile read_piece(const InputFile& file);

/// Writes the events done as a piece into a checkpoint, which has the identity of the run.
void write_piece(OutputFile& checkpoint, const PieceOrigin& origin, const Coverage& coverage,
                 std::span<const std::uint64_t> counters);

/// Common properties of the files of pieces, and the events of the run that they cover together.
struct RunPieces {
  std::string format;              ///< of the file of the run
  std::vector<std::string> paths;  ///< sorted by first event
  RunIdentity identity;            ///< identity of the pieces combined
  std::string case_name, backend;  ///< see joined_backends()
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
