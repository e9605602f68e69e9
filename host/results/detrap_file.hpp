#pragma once
/// \file The file of clusters that were watched: format "slipburst-detrap".

#include <functional>
#include <span>
#include <string>

#include "host/case/cluster_case.hpp"
#include "host/detrapping/motion_values.hpp"
#include "host/results/run_record.hpp"

namespace slipburst::host {

/// The run of areas of interest that a file is of.
struct WatchedRun {
  const ClusterCase& config;
  const WatchedClusters& clusters;
  Coverage coverage;                  ///< of events
  std::vector<std::uint64_t> counts;  ///< [condition][tally::MotionLayout]
  std::string backend;
};

/// How many areas of interest a file lists one by one: ten, or fewer where these would be millions of clusters.
std::uint64_t listed_areas(const WatchedClusters& clusters, std::uint64_t areas);

/// SHA-256 over the 64-bit counters, little-endian, in their order.
std::string counts_sha256(const WatchedRun& run);

/// \param listed  areas that are listed one by one, from the first of the run on
/// \param poll  called while they are drawn again; may throw to stop
/// \throws InputError when the file cannot be written
void write_detrap_file(const std::string& path, const WatchedRun& run, std::span<const ConditionMotion> motion,
                       std::uint64_t listed, const RunRecord& record, const std::function<void()>& poll = {});

}  // namespace slipburst::host
