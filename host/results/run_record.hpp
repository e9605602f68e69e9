#pragma once
/// \file What the file of a run says about the run: which it is, which of its events it has, what was reported.

#include <cstdint>
#include <span>
#include <vector>

#include "host/results/run_identity.hpp"

namespace slipburst::host {

struct RunRecord {
  RunIdentity identity;
  nlohmann::ordered_json report;  ///< what the command prints, without the times it took
};

/// Root attributes `run`, `report`.
void write_record(OutputFile& file, const RunRecord& record);

/// Root attributes `seed`, `events`, `first_event`, `piece_events`; datasets /pieces/first_event and /pieces/events.
void write_coverage(OutputFile& file, const Coverage& coverage);
/// \throws InputError for what is none
Coverage read_coverage(const InputFile& file);

/// Dataset /counters: all counters of a run in one row, which is what pieces add up by.
void write_counters(OutputFile& file, std::span<const std::uint64_t> counters);
std::vector<std::uint64_t> read_counters(const InputFile& file);

}  // namespace slipburst::host
