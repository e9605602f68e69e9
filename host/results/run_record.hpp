#pragma once
/// \file Record of a run in its file: identity, events covered, and report.

#include <cstdint>
#include <span>
#include <vector>

#include "host/results/field.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

struct RunRecord {
  RunIdentity identity;
  nlohmann::ordered_json report;  ///< report printed by the command, without timings
};

/// Writes root attributes `run`, `report`.
void write_record(OutputFile& file, const RunRecord& record);

/// Events of a run and of a piece of it: root attributes of files, and the first fields of reports.
const Fields<Coverage>& coverage_fields();

/// Writes the fields, and the datasets /pieces/first_event and /pieces/events.
void write_coverage(OutputFile& file, const Coverage& coverage);
/// \throws InputError for a coverage that is not valid
Coverage read_coverage(const InputFile& file);

/// Writes the coverage and the dataset /counters: all counters of its events in one row, to be added up over pieces.
void write_counters(OutputFile& file, const Coverage& coverage, std::span<const std::uint64_t> counters);
std::vector<std::uint64_t> read_counters(const InputFile& file);

}  // namespace slipburst::host
