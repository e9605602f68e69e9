#pragma once
/// \file The root's view of the other ranks.

#include <functional>
#include <string>
#include <vector>

#include "host/jobs/block_scheduler.hpp"
#include "host/jobs/orders.hpp"
#include "host/jobs/ranks.hpp"

namespace slipburst::host {

/// Sends orders and receives replies. When a function throws, every order has been answered.
class Workers {
 public:
  explicit Workers(Ranks& ranks) : ranks_(ranks) {}

  std::size_t count() const { return static_cast<std::size_t>(ranks_.size() - 1); }

  /// Has each rank make a backend.
  /// \throws BackendError if a rank cannot, or runs another program
  std::vector<WorkerInfo> open(const BackendChoice& choice, const std::string& program);

  void tell(const Bytes& order);
  /// Receives the answers to an order of tell(), sorted by rank. \throws BackendError of the first failure
  std::vector<Bytes> answers();

  std::uint64_t new_counter() { return ++counters_; }

  void broadcast(Bytes& bytes) { ranks_.broadcast(bytes); }
  void sum(std::span<std::uint64_t> counts) { ranks_.sum_to_root(counts); }

  /// Has the ranks work on blocks until none is left.
  /// \param first  the scheduler's member number of rank 1
  /// \param order  makes the order for a block
  /// \param take  takes the answer for a block; called by the same thread
  void share(BlockScheduler& scheduler, std::size_t first,
             const std::function<Bytes(const BlockScheduler::Block&)>& order,
             const std::function<void(const BlockScheduler::Block&, ByteReader&)>& take);

 private:
  Ranks& ranks_;
  std::uint64_t counters_ = 0;  ///< counters begun so far
};

}  // namespace slipburst::host
