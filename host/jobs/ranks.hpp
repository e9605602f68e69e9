#pragma once
/// \file The processes that a launcher such as mpirun started for one run, and how they talk to each other.

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

/// Where a rank runs.
struct RankPlace {
  std::string node;
  int local_rank = 0, local_size = 1;  ///< among the ranks of its node
  int sharers = 1;                     ///< ranks of its node with the same processors, this one included
};

/// Rank 0 is the root. One thread at a time may call. Messages from one rank to another keep their order. A rank that
/// is lost ends all.
class Ranks {
 public:
  virtual ~Ranks() = default;

  virtual int rank() const = 0;
  virtual int size() const = 0;
  virtual RankPlace place() const = 0;

  /// Does not wait for the receiver.
  virtual void send(int to, Bytes bytes) = 0;
  /// Waits for the next message of any rank, without taking a processor from others.
  virtual Message receive() = 0;

  /// Everyone gets the root's bytes. To be called by all.
  virtual void broadcast(Bytes& bytes) = 0;
  /// The root's counts become the sums of everyone's. To be called by all with as many.
  virtual void sum_to_root(std::span<std::uint64_t> counts) = 0;

  /// Ends all ranks at once with an exit status.
  [[noreturn]] virtual void abort(int status) = 0;
};

}  // namespace slipburst::host
