#pragma once
/// \file Scheduler of blocks of work for the members of a team that differ in speed.

#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

namespace slipburst::host {

/// Recent throughput of a member.
struct MemberPace {
  std::uint64_t min_block;  ///< smallest size of a block
  double work = 0, seconds = 0;

  bool known() const { return seconds > 0; }
  double speed() const { return work / seconds; }
};

/// Schedules the indices [0, count) in blocks: each block is half of the member's share, by speed, of the remaining
/// indices, so that blocks are long at first and all members end together. Thread-safe.
class BlockScheduler {
 public:
  struct Block {
    std::uint64_t first, count;
  };

  /// \param paces  throughput of each member; must outlive the scheduler
  BlockScheduler(std::uint64_t count, std::vector<MemberPace>& paces) : count_(count), paces_(paces) {}

  /// Next block of a member; nullopt when all indices are scheduled or a member has failed.
  std::optional<Block> next(std::size_t member);

  void finished(std::size_t member, const Block& block, double seconds);

  /// Ends the schedule. Only the first failure is kept.
  void fail(std::exception_ptr failure);
  void rethrow_failure() const;

 private:
  double share(std::size_t member) const;

  std::uint64_t count_, scheduled_ = 0;
  std::vector<MemberPace>& paces_;
  std::exception_ptr failure_;
  std::mutex mutex_;
};

}  // namespace slipburst::host
