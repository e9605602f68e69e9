#pragma once
/// \file Interface of every backend: batches of segments and runs of events, with identical bits from each.

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/backend/counting.hpp"
#include "kernels/backend/device.hpp"
#include "slipburst/exec/event_executor.hpp"
#include "slipburst/exec/precision.hpp"
#include "slipburst/exec/release_source.hpp"
#include "slipburst/exec/segment_executor.hpp"
#include "slipburst/release/slices.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

/// Draws events of one case from one table. Not thread-safe; outlives neither its backend nor the table.
class EventSampler {
 public:
  virtual ~EventSampler() = default;

  /// Adds events of `seed`, their heights drawn from `stratum`, to `counts`, laid out as exec::TallyLayout.
  virtual void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
                   std::span<std::uint64_t> counts) = 0;

  /// Adds the events [first, first + count), unstratified.
  void add(std::uint64_t seed, std::uint64_t first, std::uint64_t count, std::span<std::uint64_t> counts) {
    add(seed, random::unstratified(), random::all_events(first, count), counts);
  }
};

/// Draws releases of one case in slices of time. Not thread-safe; outlives neither its backend, the table nor the
/// arrays of the slices.
class ReleaseSampler {
 public:
  virtual ~ReleaseSampler() = default;

  /// Adds the releases among events of `seed` to `counts`: for draws from one slice laid out as exec::TallyLayout, for
  /// plain draws as [slice][exec::TallyLayout].
  virtual void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
                   std::span<std::uint64_t> counts) = 0;
};

/// Smallest chunk of work that keeps a backend busy for some milliseconds, long compared with the cost of its launch.
struct MinBatch {
  std::uint64_t events, segments, areas = 64;
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string name() const = 0;                       ///< as given to --backend
  virtual std::string description() const = 0;                ///< device and threads, for logs
  virtual int workers() const { return 1; }                   ///< threads of the host that hold counters of their own
  virtual std::vector<Device> devices() const { return {}; }  ///< GPUs it runs on
  virtual MinBatch min_batch() const { return {std::uint64_t{1} << 18, 64}; }

  /// Integrates segments[i] into results[i]. Spans of equal length.
  virtual void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                         exec::Precision precision, std::span<const exec::Segment> segments,
                         std::span<exec::SegmentResult> results) = 0;

  virtual std::unique_ptr<EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) = 0;

  /// Sampler of releases; the model's plane is not tallied.
  virtual std::unique_ptr<ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                          const release::Slices& slices) = 0;

  /// Counter of a run of events; by default made of the backend's samplers.
  virtual std::unique_ptr<EventCounter> counter(const CountingTask& task);

  /// Counter of a run of clusters; by default a plain loop.
  virtual std::unique_ptr<EventCounter> counter(const ClusterTask& task);
};

class BackendError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace slipburst::kernels
