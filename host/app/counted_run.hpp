#pragma once
/// \file The events of a spectrum or of releases, counted under RunControl.

#include <string>
#include <vector>

#include "host/app/run_control.hpp"

namespace slipburst::host {

class CountedRun : public Resumable {
 public:
  /// \param counters  number of counters, see CountingTask  \param table_sha256  digest of the table of the events
  CountedRun(const EventRange& range, std::size_t counters, std::string table_sha256);

  /// Counts the events that are missing. \param first_part  see count_events
  /// \return events per second  \throws Interrupted when stopped
  double count(RunControl& control, kernels::EventCounter& counter, std::uint64_t first_part);

  /// Counts of all events. \pre count() has returned
  const std::vector<std::uint64_t>& counts() const { return state_.counts; }

  std::uint64_t done() const override { return state_.done; }
  std::uint64_t total() const override { return range_.count; }
  std::string noun() const override { return "events"; }
  void save(OutputFile& file) override;
  void load(const InputFile& file) override;

 private:
  EventRange range_;
  std::string table_sha256_;
  RunState state_;
};

}  // namespace slipburst::host
