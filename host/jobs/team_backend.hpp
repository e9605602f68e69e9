#pragma once
/// \file Several backends that share the work of one run: GPUs of this process, and the ranks of a launcher.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/jobs/dealer.hpp"
#include "host/jobs/workers.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Gives the bits of one backend: integrals go by index, counts are sums of integers. The first member works on the
/// calling thread, the others have one each, and a further one deals with the ranks.
class TeamBackend : public kernels::Backend {
 public:
  /// \param members  of this process, one at least
  explicit TeamBackend(std::vector<std::unique_ptr<kernels::Backend>> members);
  /// \param infos  what `workers`, which outlive this, have opened
  TeamBackend(std::unique_ptr<kernels::Backend> own, Workers& workers, const std::vector<WorkerInfo>& infos);

  std::string name() const override { return name_; }  ///< of all kinds of members, such as cuda+kokkos
  std::string description() const override { return description_; }
  int workers() const override;  ///< of this process
  std::vector<kernels::Device> devices() const override;
  kernels::Portion portion() const override;

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override;

  /// Of the first member alone; a counter() is what the team shares.
  std::unique_ptr<kernels::EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override;
  std::unique_ptr<kernels::ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                           const release::Slices& slices) override;

  std::unique_ptr<kernels::EventCounter> counter(const kernels::CountingTask& task) override;
  std::unique_ptr<kernels::EventCounter> counter(const kernels::ClusterTask& task) override;

 private:
  void describe(const std::vector<WorkerInfo>& infos);

  std::vector<std::unique_ptr<kernels::Backend>> members_;
  Workers* workers_ = nullptr;
  std::vector<kernels::Portion> portions_;  ///< of the members, then the ranks
  std::vector<MemberPace> segment_paces_;
  std::string name_, description_;
};

}  // namespace slipburst::host
