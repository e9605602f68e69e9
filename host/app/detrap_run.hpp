#pragma once
/// \file Watched clusters from their counts to file and report: the same of one run and of its merged pieces.

#include <string>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/results/detrap_file.hpp"

namespace slipburst::host {

/// Loads the case and logs what must be said of it.
ClusterCase open_cluster_case(const CaseOptions& options);

/// \param areas  of interest in each condition
RunIdentity detrap_identity(const ClusterCase& c, const EventRange& range, std::uint64_t areas);

/// Works out frequencies, writes their file if `output` names one.
/// \return the report, without the rate at which clusters were drawn
Report finish_detrap(const std::string& output, const WatchedRun& run, const RunIdentity& identity);

/// The report for a person: each condition's first window, and the plateau.
void print_motion(const Report& report);

/// Identity of the measurement of --data, the first window of the first areas: it depends on these alone.
RunIdentity measurement_identity(const ClusterCase& c, std::uint64_t seed, std::uint64_t areas);

constexpr const char* measurement_format = "slipburst-detrap-data";

/// The moves of these areas, as a table that `slipburst fit arrhenius` reads. \param measurement  its identity
std::string measurement_text(const ClusterCase& c, const WatchedClusters& clusters, const RunIdentity& measurement);

}  // namespace slipburst::host
