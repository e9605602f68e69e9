#pragma once
/// \file Backend that records its integrations, so that the build of a table can be resumed.

#include <vector>

#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Wraps a backend and keeps all results of integrate() in the order of the calls. Given the results of an earlier
/// process that did the same work, it returns them instead of integrating again, so that a stopped table is resumed.
class RecordedBackend : public kernels::Backend {
 public:
  /// \param backend  does the work; outlives this object
  explicit RecordedBackend(kernels::Backend& backend) : backend_(backend) {}

  std::string name() const override { return backend_.name(); }
  std::string description() const override { return backend_.description(); }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override;

  std::unique_ptr<kernels::EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    return backend_.sampler(model, table);
  }
  std::unique_ptr<kernels::ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                           const release::Slices& slices) override {
    return backend_.release_sampler(model, table, slices);
  }

  const std::vector<exec::SegmentResult>& results() const { return results_; }
  /// Sets the results of an earlier process.
  /// \pre integrate() has not been called.
  void set_results(std::vector<exec::SegmentResult> results) { results_ = std::move(results); }

 private:
  kernels::Backend& backend_;
  std::vector<exec::SegmentResult> results_;
  std::size_t handed_out_ = 0;
};

}  // namespace slipburst::host
