#pragma once
/// \file Identity of a run: runs of the same identity give the same bits.

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "host/model/prepared_case.hpp"
#include "host/sampling/event_range.hpp"
#include "host/store/input_file.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

/// One flat JSON object, in the order in which differences are reported: command, results_version, case (its canonical
/// text), digest of the case's data files, seed, events, then entries of the command.
using RunIdentity = nlohmann::ordered_json;

RunIdentity run_identity(const std::string& command, const Case& c);

/// Identity of a command without a case, from the files that it has read so far; the command adds its options.
RunIdentity run_identity(const std::string& command);

/// Identity with seed, events of the whole run, and the piece: first_event, piece_events.
RunIdentity run_identity(const std::string& command, const Case& c, const EventRange& range);

/// Identity of a run of any kind of case without data files. \param text  of the case, canonical
RunIdentity run_identity(const std::string& command, const std::string& text, const EventRange& range);

/// SHA-256 over the present contents of the files named by cases: densities, efficiencies.
std::string inputs_sha256(std::span<const PreparedCase> cases);

/// SHA-256 over the bytes of all files that this run has read so far, see note_input().
std::string files_sha256();

/// The first difference in words, "its seed is 2, not 1"; empty if both are equal.
std::string difference(const RunIdentity& has, const RunIdentity& asked);

/// The case of a run, with the contents of its data files. \throws InputError if the files have changed since the run
Case case_of_run(const RunIdentity& identity, const std::string& name);

/// Writes the identity as the root attribute `run`.
void write_identity(OutputFile& file, const RunIdentity& identity);
/// \throws InputError if the file has no valid identity
RunIdentity read_identity(const InputFile& file);

}  // namespace slipburst::host
