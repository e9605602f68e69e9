#pragma once
/// \file Runs of events as counters that add up, whichever backend draws which events.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "slipburst/detrapping/experiment.hpp"
#include "slipburst/exec/event_executor.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/release/slices.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

/// Task of a run: with the task and the index of an event, that event can be counted anywhere. Points to a table and
/// slices that must outlive it.
struct CountingTask {
  std::uint64_t seed;
  exec::EventModel model;
  table::Zones table;
  bool stratified;                           ///< event i in stratum i modulo random::strata; else unstratified
  const release::Slices* slices;             ///< slices of releases; null: events without a time
  std::vector<exec::ReleaseSource> sources;  ///< sources of releases: event i from source i modulo their number

  /// Number of parts, strata or sources, that events go to in turn.
  std::size_t parts() const;
  /// Counters of each part: exec::TallyLayout, for plain releases [slice][exec::TallyLayout].
  std::size_t counters_per_part() const;
  std::size_t counters() const { return parts() * counters_per_part(); }
};

/// Task of a run of clusters: event i is an area of interest, see exec/cluster_executor.hpp. Points to arrays that must
/// outlive it.
struct ClusterTask {
  std::uint64_t seed;
  detrapping::Experiment experiment;

  /// Counters, [condition][tally::MotionLayout].
  std::size_t counters() const;
};

/// Draws events of one task. Not thread-safe; outlives neither its backend nor the arrays of the task.
class EventCounter {
 public:
  virtual ~EventCounter() = default;

  /// Counts the events [first, first + count).
  virtual void add(std::uint64_t first, std::uint64_t count) = 0;

  /// Target duration of a call of add(), in seconds: long compared with the cost of scheduling, short enough to stop
  /// between calls.
  virtual double add_seconds() const { return 0.25; }

  /// Adds the counts since the last call to `counts`, [part][counter].
  virtual void collect(std::span<std::uint64_t> counts) = 0;
};

}  // namespace slipburst::kernels
