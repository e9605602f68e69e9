#pragma once
/// \file What a run is: two with the same identity have the same bits.

#include <nlohmann/json.hpp>
#include <string>

#include "host/case/case.hpp"
#include "host/sampling/event_range.hpp"
#include "host/store/input_file.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

/// One flat JSON object, in the order in which differences are told: command, results_version, case (its canonical
/// text), what its files hold, seed, events, then what the command adds.
using RunIdentity = nlohmann::ordered_json;

RunIdentity run_identity(const std::string& command, const Case& c);

/// Identity of a command that is told by its options and the files that it has read so far.
RunIdentity run_identity(const std::string& command);

/// With seed, events of the whole run, and the piece of it: first_event, piece_events.
RunIdentity run_identity(const std::string& command, const Case& c, const EventRange& range);

/// The same of any kind of case that names no files. \param text  of the case, canonical
RunIdentity run_identity(const std::string& command, const std::string& text, const EventRange& range);

/// SHA-256 over what the files named by a case hold today: densities, efficiencies.
std::string inputs_sha256(std::span<const Case> cases);

/// SHA-256 over the bytes of all files that this run has read so far, see note_input().
std::string files_sha256();

/// The first difference in words, "its seed is 2, not 1"; empty if there is none.
std::string difference(const RunIdentity& has, const RunIdentity& asked);

/// The case of a run, with what its files hold. \throws InputError if they hold something else today
Case case_of_run(const RunIdentity& identity, const std::string& name);

/// As the root attribute `run`.
void write_identity(OutputFile& file, const RunIdentity& identity);
/// \throws InputError if it is none
RunIdentity read_identity(const InputFile& file);

}  // namespace slipburst::host
