#pragma once
/// \file File and report of watched clusters from their counts: the same for one run and for its merged pieces.

#include <string>

#include "host/app/case_source.hpp"
#include "host/app/report.hpp"
#include "host/results/detrap_file.hpp"

namespace slipburst::host {

/// Loads the case and logs its caveats.
ClusterCase open_cluster_case(const CaseOptions& options);

/// \param areas  number of areas of interest in each condition
RunIdentity detrap_identity(const ClusterCase& c, const EventRange& range, std::uint64_t areas);

/// Computes frequencies and, unless `output` is empty, writes their file.
/// \return the report, without the throughput
Report finish_detrap(const std::string& output, const WatchedRun& run, const RunIdentity& identity);

/// Prints the report as readable text: each condition's first window, and the plateau.
void print_motion(const Report& report);

/// Identity of the measurement of --data, which is the first window of the first `areas` areas and depends on case,
/// seed and `areas` alone.
RunIdentity measurement_identity(const ClusterCase& c, std::uint64_t seed, std::uint64_t areas);

constexpr const char* measurement_format = "slipburst-detrap-data";

/// Moves of the areas of the measurement, as a table that `slipburst fit arrhenius` reads.
/// \param measurement  identity of the measurement
std::string measurement_text(const ClusterCase& c, const WatchedClusters& clusters, const RunIdentity& measurement);

}  // namespace slipburst::host
