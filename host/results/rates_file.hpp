#pragma once
/// \file The file of rates over time: format "slipburst-rates".

#include <optional>
#include <string>

#include "host/rates/rates.hpp"
#include "host/response/seen_releases.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// SHA-256 over the 64-bit counters, little-endian: for each draw (plain draws: each slice of each draw), in order, the
/// counters before the threshold counters, then the rejected events.
std::string counts_sha256(const ReleaseRun& run);

/// \param seen  for a case with [response]  \param record  its report holds counts_sha256
/// \throws InputError when the file cannot be written.
void write_rates_file(const std::string& path, const Case& c, const ReleaseValues& values, const Rates& rates,
                      const std::optional<SeenRates>& seen, const TableUse& table, const RunRecord& record);

}  // namespace slipburst::host
