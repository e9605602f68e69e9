#pragma once
/// \file The file of watched clusters: format "slipburst-detrap".

#include <functional>
#include <span>
#include <string>

#include "host/case/cluster_case.hpp"
#include "host/detrapping/motion_values.hpp"
#include "host/results/run_record.hpp"

namespace slipburst::host {

/// A run over areas of interest.
struct WatchedRun {
  const ClusterCase& config;
  const WatchedClusters& clusters;
  Coverage coverage;                  ///< of events
  std::vector<std::uint64_t> counts;  ///< [condition][tally::MotionLayout]
  std::string backend;
};

/// Number of areas of interest that a file lists one by one: ten, or fewer if they would hold more than two million
/// clusters.
std::uint64_t listed_areas(const WatchedClusters& clusters, std::uint64_t areas);

/// SHA-256 over the 64-bit counters, little-endian, in the order of WatchedRun::counts.
std::string counts_sha256(const WatchedRun& run);

/// \param listed  number of areas that are listed one by one, from the first of the run on
/// \param poll  called while they are drawn again; may throw to stop
/// \throws InputError when the file cannot be written
void write_detrap_file(const std::string& path, const WatchedRun& run, std::span<const ConditionMotion> motion,
                       std::uint64_t listed, const RunRecord& record, const std::function<void()>& poll = {});

}  // namespace slipburst::host
