#pragma once
/// \file Ranks: the processes that a launcher such as mpirun started for one run, and their communication.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace slipburst::host {

using Bytes = std::vector<std::byte>;

struct Message {
  int from;
  Bytes bytes;
};

/// Node of a rank and its place on the node.
struct RankPlace {
  std::string node;
  int local_rank = 0, local_size = 1;  ///< among the ranks of its node
  int sharers = 1;                     ///< ranks of its node with the same processors, this rank included
};

/// Communication between ranks. Rank 0 is the root. One thread at a time may call. Messages from one rank to another
/// keep their order. The loss of a rank ends all ranks.
class Ranks {
 public:
  virtual ~Ranks() = default;

  virtual int rank() const = 0;
  virtual int size() const = 0;
  virtual RankPlace place() const = 0;

  /// Sends a message without waiting for the receiver.
  virtual void send(int to, Bytes bytes) = 0;
  /// Waits for the next message of any rank, without keeping a processor busy.
  virtual Message receive() = 0;

  /// Sends the root's bytes to all ranks. All ranks must call.
  virtual void broadcast(Bytes& bytes) = 0;
  /// Replaces the root's counts by the sums over all ranks. All ranks must call, with equal sizes.
  virtual void sum_to_root(std::span<std::uint64_t> counts) = 0;

  /// Ends all ranks at once with an exit status.
  [[noreturn]] virtual void abort(int status) = 0;
};

}  // namespace slipburst::host
