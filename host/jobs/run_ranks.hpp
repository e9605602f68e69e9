#pragma once
/// \file The ranks of this run, from its start to its end.

#include <memory>
#include <string>

#include "host/jobs/workers.hpp"

namespace slipburst::host {

/// Joins the ranks if a launcher started several. The destructor of the root's tells the other ranks to end. At most
/// one object per process, as for MPI itself.
class RunRanks {
 public:
  /// Joins the ranks; throws as join_ranks().
  RunRanks();
  ~RunRanks();
  RunRanks(const RunRanks&) = delete;
  RunRanks& operator=(const RunRanks&) = delete;

  /// Whether this process is the root or alone; else it must serve() the root.
  bool leads() const { return !ranks_ || ranks_->rank() == 0; }

  /// Works for the root until the order to end. Ignores signals: the root handles them.
  void serve();

  /// Makes the backend of the whole run, all ranks included, and logs warnings. Each call opens the ranks anew.
  static std::unique_ptr<kernels::Backend> open_backend(const BackendChoice& choice);

  /// Number of ranks on the root's node, the root included.
  static int ranks_on_node();

  /// Logs, if there are several ranks, that the root does `what` without the others.
  static void say_alone(const std::string& what);

 private:
  std::unique_ptr<Ranks> ranks_;
  std::unique_ptr<Workers> workers_;
};

}  // namespace slipburst::host
