#include "host/results/run_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "host/base/error.hpp"
#include "host/results/backend_names.hpp"

namespace slipburst::host {
namespace {

constexpr const char* list_pieces_format = "slipburst-bursts";
const std::vector<std::string> formats = {"slipburst-spectrum", "slipburst-rates", list_pieces_format,
                                          "slipburst-detrap", checkpoint_format};

/// The identity of the run with the events of a coverage.
RunIdentity with_piece(RunIdentity identity, const Coverage& coverage) {
  identity["first_event"] = coverage.first();
  identity["piece_events"] = coverage.events();
  identity.erase("pieces");
  if (coverage.pieces.size() > 1) {
    for (const Piece& piece : coverage.pieces) identity["pieces"].push_back({piece.first, piece.count});
  }
  return identity;
}

TableUse table_use(const InputFile& file) {
  if (!file.has_attribute("/", "table_sha256")) return {};  // runs of clusters use no table
  TableUse use{file.text("/", "table_sha256"), file.number("/", "table_max_relative_error")};
  if (file.has_attribute("/", "negative_film_share")) {
    use.negative = {file.number("/", "negative_film_share"), file.number("/", "negative_film_energy_eV")};
  }
  return use;
}

void require_events(const InputFile& file) {
  if (file.has("/pieces/first_event")) return;
  if (file.format() == checkpoint_format) {
    const auto command = read_identity(file).at("command").get<std::string>();
    if (std::ranges::find(formats, "slipburst-" + command) == formats.end()) {
      throw InputError(
          fmt::format("{}: is a checkpoint of '{}', which is no piece to add up; go on by the same command "
                      "with --resume",
                      file.path(), command));
    }
    throw InputError(
        fmt::format("{}: is a checkpoint of an earlier version of slipburst, which cannot be resumed; delete "
                    "it to begin anew",
                    file.path()));
  }
  throw InputError(
      fmt::format("{}: holds no events to add up, only probabilities (--method quadrature or direct); "
                  "merge files of drawn events",
                  file.path()));
}

/// Whether the events of a coverage are those of an identity, or, for a checkpoint, among them.
bool are_of(const RunIdentity& identity, const Coverage& coverage, bool checkpoint) {
  if (identity.at("seed") != coverage.seed || identity.at("events") != coverage.whole) return false;
  if (!checkpoint) return identity == with_piece(identity, coverage);
  const auto first = identity.at("first_event").get<std::uint64_t>();
  const auto count = identity.at("piece_events").get<std::uint64_t>();
  return std::ranges::all_of(coverage.pieces, [&](const Piece& piece) {
    return piece.first >= first && piece.count <= count && piece.first - first <= count - piece.count;
  });
}

/// Adds the counters of a file, unless the file is a list. \param sum  of the files before; empty before the first
void add_counters(const InputFile& file, std::vector<std::uint64_t>& sum) {
  if (file.format() == list_pieces_format) return;
  const std::vector<std::uint64_t> counters = read_counters(file);
  sum.resize(sum.empty() ? counters.size() : sum.size());
  if (counters.size() != sum.size()) {
    throw InputError(fmt::format("{}: has {} counters, the pieces before have {}; draw it again", file.path(),
                                 counters.size(), sum.size()));
  }
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += counters[i];
}

/// Identity without the entries that differ between the pieces of a run.
RunIdentity without_piece(RunIdentity identity) {
  for (const char* key : {"first_event", "piece_events", "pieces", "table_sha256"}) identity.erase(key);
  return identity;
}

void require_same_run(const PieceFile& first, const PieceFile& other) {
  std::string differs = difference(without_piece(other.identity), without_piece(first.identity));
  if (const std::string& own = other.origin.table.sha256, &others = first.origin.table.sha256;
      differs.empty() && own != others) {
    differs = fmt::format("its table is {}, not {}", own, others);
  }
  if (differs.empty()) return;
  throw InputError(
      fmt::format("{}: is not of the same run as {}: {}; merge pieces of one run", other.path, first.path, differs));
}

/// A piece and its file.
struct Placed {
  Piece piece;
  const PieceFile* file;
};

Coverage joined(const std::vector<PieceFile>& files) {
  std::vector<Placed> placed;
  for (const PieceFile& file : files) {
    for (const Piece& piece : file.coverage.pieces) placed.push_back({piece, &file});
  }
  std::ranges::stable_sort(placed, {}, [](const Placed& p) { return p.piece.first; });
  Coverage coverage{files.front().coverage.seed, files.front().coverage.whole, {}};
  const PieceFile* last = nullptr;
  for (const auto& [piece, file] : placed) {
    const std::uint64_t end = last ? coverage.pieces.back().first + coverage.pieces.back().count : 0;
    if (last && piece.first < end) {
      throw InputError(
          fmt::format("{} and {} both hold event {}: merge each event once", last->path, file->path, piece.first));
    }
    if (last && piece.first == end) {
      coverage.pieces.back().count += piece.count;
    } else {
      coverage.pieces.push_back(piece);
    }
    last = file;
  }
  return coverage;
}

}  // namespace

PieceFile read_piece(const InputFile& file) {
  require_events(file);
  const bool checkpoint = file.format() == checkpoint_format;
  const RunIdentity identity = read_identity(file);
  const Coverage coverage = read_coverage(file);
  if (!are_of(identity, coverage, checkpoint)) {
    throw InputError(
        fmt::format("{}: is damaged: its /pieces are not those of its run; draw the piece again", file.path()));
  }
  return {file.path(), checkpoint ? "slipburst-" + identity.at("command").get<std::string>() : file.format(),
          identity,    {file.text("/", "case_name"), file.text("/", "backend"), table_use(file)},
          coverage,    file.format() == list_pieces_format ? file.text("/", "rows_sha256") : ""};
}

void write_piece(OutputFile& checkpoint, const PieceOrigin& origin, const Coverage& coverage,
                 std::span<const std::uint64_t> counters) {
  checkpoint.attribute("/", "case_name", origin.case_name);
  checkpoint.attribute("/", "backend", origin.backend);
  if (const TableUse& table = origin.table; !table.sha256.empty()) {
    checkpoint.attribute("/", "table_sha256", table.sha256);
    checkpoint.attribute("/", "table_max_relative_error", table.max_relative_error);
    checkpoint.attribute("/", "negative_film_share", table.negative.share);
    checkpoint.attribute("/", "negative_film_energy_eV", table.negative.mean_eV);
  }
  write_counters(checkpoint, coverage, counters);
}

RunPieces read_pieces(std::span<const std::string> paths) {
  std::vector<PieceFile> files;
  std::vector<std::uint64_t> counters;
  for (const std::string& path : paths) {
    const InputFile file(path, formats);
    files.push_back(read_piece(file));
    require_same_run(files.front(), files.back());
    add_counters(file, counters);
  }
  std::ranges::stable_sort(files, {}, [](const PieceFile& file) { return file.coverage.first(); });
  const PieceFile& first = files.front();
  RunPieces pieces{
      first.format,        {}, first.identity, first.origin.case_name, {}, first.origin.table, joined(files),
      std::move(counters), {}};
  for (const PieceFile& file : files) {
    pieces.paths.push_back(file.path);
    pieces.rows_sha256.push_back(file.rows_sha256);
    pieces.backend = joined_backends(pieces.backend, file.origin.backend);
    if (file.identity.contains("table_sha256") != pieces.identity.contains("table_sha256")) {
      pieces.identity.erase("table_sha256");
    }
  }
  pieces.identity = with_piece(pieces.identity, pieces.coverage);
  return pieces;
}

std::vector<Piece> missing_events(const Coverage& coverage) {
  std::vector<Piece> missing;
  std::uint64_t end = 0;
  for (const Piece& piece : coverage.pieces) {
    if (piece.first > end) missing.push_back({end, piece.first - end});
    end = piece.first + piece.count;
  }
  if (end < coverage.whole) missing.push_back({end, coverage.whole - end});
  return missing;
}

}  // namespace slipburst::host
