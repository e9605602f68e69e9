#pragma once
/// \file A run of events counted by a team.

#include <memory>
#include <vector>

#include "host/jobs/dealer.hpp"
#include "host/jobs/packed_task.hpp"
#include "host/jobs/workers.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// What each member counts stays with it until collect().
class TeamCounter : public kernels::EventCounter {
 public:
  /// \param members  of this process  \param workers  the ranks, or null
  /// \param paces  of all, not known yet
  TeamCounter(const std::vector<std::unique_ptr<kernels::Backend>>& members, Workers* workers,
              std::vector<MemberPace> paces, const AnyTask& task);
  ~TeamCounter() override;

  void add(std::uint64_t first, std::uint64_t count) override;
  double add_seconds() const override { return 1; }
  void collect(std::span<std::uint64_t> counts) override;

 private:
  std::vector<std::unique_ptr<kernels::EventCounter>> counters_;
  Workers* workers_;
  std::uint64_t number_ = 0;  ///< of this counter, among those of the workers
  std::vector<MemberPace> paces_;
};

}  // namespace slipburst::host
