#pragma once
/// \file A run of events counted by a team.

#include <memory>
#include <vector>

#include "host/jobs/block_scheduler.hpp"
#include "host/jobs/packed_task.hpp"
#include "host/jobs/workers.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Counter of a team; each member keeps its own counts until collect().
class TeamCounter : public kernels::EventCounter {
 public:
  /// \param members  backends of this process  \param workers  the other ranks, or null
  /// \param paces  throughput of members and ranks, still unknown
  TeamCounter(const std::vector<std::unique_ptr<kernels::Backend>>& members, Workers* workers,
              std::vector<MemberPace> paces, const AnyTask& task);
  ~TeamCounter() override;

  void add(std::uint64_t first, std::uint64_t count) override;
  double add_seconds() const override { return 1; }
  void collect(std::span<std::uint64_t> counts) override;

 private:
  std::vector<std::unique_ptr<kernels::EventCounter>> counters_;
  Workers* workers_;
  std::uint64_t number_ = 0;  ///< number of this counter among the counters of the workers
  std::vector<MemberPace> paces_;
};

}  // namespace slipburst::host
