#pragma once
/// \file Team of backends that share the work of one run: GPUs of this process, and the ranks of a launcher.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/jobs/block_scheduler.hpp"
#include "host/jobs/workers.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Team whose results are bit-identical to those of one backend: integrals go by index, counts are sums of integers.
/// The first member works on the calling thread, each other member on its own thread, and a further thread serves the
/// ranks.
class TeamBackend : public kernels::Backend {
 public:
  /// \param members  backends of this process, at least one
  explicit TeamBackend(std::vector<std::unique_ptr<kernels::Backend>> members);
  /// \param workers  must outlive the team  \param infos  answers of `workers` to Order::open
  TeamBackend(std::unique_ptr<kernels::Backend> own, Workers& workers, const std::vector<WorkerInfo>& infos);

  std::string name() const override { return name_; }  ///< kinds of all members, such as cuda+kokkos
  std::string description() const override { return description_; }
  int workers() const override;  ///< worker threads of this process
  std::vector<kernels::Device> devices() const override;
  kernels::MinBatch min_batch() const override;

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override;

  /// Sampler of the first member alone; the team shares only a counter().
  std::unique_ptr<kernels::EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override;
  std::unique_ptr<kernels::ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                           const release::Slices& slices) override;

  std::unique_ptr<kernels::EventCounter> counter(const kernels::CountingTask& task) override;
  std::unique_ptr<kernels::EventCounter> counter(const kernels::ClusterTask& task) override;

 private:
  void describe(const std::vector<WorkerInfo>& infos);

  std::vector<std::unique_ptr<kernels::Backend>> members_;
  Workers* workers_ = nullptr;
  std::vector<kernels::MinBatch> min_batches_;  ///< one of each member, then of each rank
  std::vector<MemberPace> segment_paces_;
  std::string name_, description_;
};

}  // namespace slipburst::host
