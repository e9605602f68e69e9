#pragma once
/// \file The events of a spectrum, of releases or of clusters, counted under RunControl.

#include <vector>

#include "host/app/run_control.hpp"
#include "host/results/run_pieces.hpp"

namespace slipburst::host {

/// Counted events of a range; its checkpoints are pieces of the run, from the first event of the range on.
class CountedRun : public Resumable {
 public:
  /// \param counters  number of counters, see CountingTask
  CountedRun(const EventRange& range, std::size_t counters, PieceOrigin origin);

  /// Counts the events that are missing. \param first_part  see count_events
  /// \return events per second  \throws Interrupted when stopped
  double count(RunControl& control, kernels::EventCounter& counter, std::uint64_t first_part);

  /// Counts of all events. \pre count() has returned
  const std::vector<std::uint64_t>& counts() const { return state_.counts; }

  /// Backends of all events, also of those that a checkpoint held.
  const std::string& backend() const { return origin_.backend; }

  std::uint64_t done() const override { return state_.done; }
  std::uint64_t total() const override { return range_.count; }
  std::string noun() const override { return "events"; }
  void save(OutputFile& file) override;
  void load(const InputFile& file) override;

 private:
  EventRange range_;
  PieceOrigin origin_;
  RunState state_;
};

}  // namespace slipburst::host
