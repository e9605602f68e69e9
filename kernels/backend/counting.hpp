#pragma once
/// \file Runs of events as counters that add up, whoever draws which events.

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

/// What a run draws: with it and the index of an event, that event can be counted anywhere. Points to a table and
/// slices that must outlive it.
struct CountingTask {
  std::uint64_t seed;
  exec::EventModel model;
  table::Zones table;
  bool stratified;                           ///< event i in stratum i modulo random::strata; else as they come
  const release::Slices* slices;             ///< of releases; null: events without a time
  std::vector<exec::ReleaseSource> sources;  ///< of releases: event i from that of i modulo their number

  /// What events are dealt out to in turn: strata, or sources.
  std::size_t parts() const;
  /// Counters of each: exec::TallyLayout, for plain releases [slice][exec::TallyLayout].
  std::size_t counters_per_part() const;
  std::size_t counters() const { return parts() * counters_per_part(); }
};

/// What a run of clusters draws: event i is an area of interest, see exec/cluster_executor.hpp. Points to arrays that
/// must outlive it.
struct ClusterTask {
  std::uint64_t seed;
  detrapping::Experiment experiment;

  /// Counters, [condition][tally::MotionLayout].
  std::size_t counters() const;
};

/// Draws events of one task. Not thread-safe; outlives neither its backend nor what the task points to.
class EventCounter {
 public:
  virtual ~EventCounter() = default;

  /// Counts the events [first, first + count).
  virtual void add(std::uint64_t first, std::uint64_t count) = 0;

  /// How long a call of add() should take, in seconds: long next to what it costs to share out, short to stop between.
  virtual double add_seconds() const { return 0.25; }

  /// Adds to `counts`, [part][counter], what was counted since the last call.
  virtual void collect(std::span<std::uint64_t> counts) = 0;
};

}  // namespace slipburst::kernels
