#pragma once
/// \file The other ranks as the root sees them.

#include <functional>
#include <string>
#include <vector>

#include "host/jobs/dealer.hpp"
#include "host/jobs/orders.hpp"
#include "host/jobs/ranks.hpp"

namespace slipburst::host {

/// Gives orders and takes replies. Whatever it throws, every order has been answered by then.
class Workers {
 public:
  explicit Workers(Ranks& ranks) : ranks_(ranks) {}

  std::size_t count() const { return static_cast<std::size_t>(ranks_.size() - 1); }

  /// Has each make a backend.
  /// \throws BackendError if one cannot, or is another program
  std::vector<WorkerInfo> open(const BackendChoice& choice, const std::string& program);

  void tell(const Bytes& order);
  /// Takes the answers to an order that all were told, by rank. \throws BackendError of the first failure
  std::vector<Bytes> answers();

  std::uint64_t new_counter() { return ++counters_; }

  void broadcast(Bytes& bytes) { ranks_.broadcast(bytes); }
  void sum(std::span<std::uint64_t> counts) { ranks_.sum_to_root(counts); }

  /// Has them work on blocks until there are none left.
  /// \param first  the dealer's number of rank 1
  /// \param order  makes the order for a block
  /// \param take  takes the answer of one; called by the same thread
  void share(Dealer& dealer, std::size_t first, const std::function<Bytes(const Dealer::Block&)>& order,
             const std::function<void(const Dealer::Block&, ByteReader&)>& take);

 private:
  Ranks& ranks_;
  std::uint64_t counters_ = 0;  ///< begun so far
};

}  // namespace slipburst::host
