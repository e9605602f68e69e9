#pragma once
/// \file The file of watched clusters: format "slipburst-detrap".

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/case/cluster_case.hpp"
#include "host/detrapping/motion_values.hpp"
#include "host/results/field.hpp"
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

/// A run with its frequencies, for the time of a call.
struct WatchedResult {
  const WatchedRun& run;
  const std::vector<ConditionMotion>& motion;  ///< [condition]
  std::uint64_t areas;                         ///< of interest, in each condition of the whole run
  std::vector<std::uint64_t> area_moves;       ///< [listed area][condition][window], of the first areas of the run

  std::uint64_t windows() const { return static_cast<std::uint64_t>(run.clusters.experiment().windows); }
};

const Fields<WatchedResult>& watched_fields();

/// One condition of a run.
struct WatchedRow {
  const WatchedClusters& clusters;
  std::size_t condition;
  const ConditionMotion& motion;
};

std::vector<WatchedRow> watched_rows(const WatchedResult& result);

/// Fields of a condition, in the groups /conditions, /motion and /decay of a file.
const Fields<WatchedRow>& condition_fields();
const Fields<WatchedRow>& motion_fields();
const Fields<WatchedRow>& decay_fields();

/// Moves of the first `listed` areas of a run, drawn again. \param poll  may throw to stop
std::vector<std::uint64_t> moves_of_areas(const WatchedRun& run, std::uint64_t listed,
                                          const std::function<void()>& poll = {});

/// \throws InputError when the file cannot be written
void write_detrap_file(const std::string& path, const WatchedResult& result, const RunRecord& record);

}  // namespace slipburst::host
