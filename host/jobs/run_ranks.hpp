#pragma once
/// \file The ranks of this run, from its start to its end.

#include <memory>
#include <string>

#include "host/jobs/workers.hpp"

namespace slipburst::host {

/// Joins the ranks if a launcher started several. The end of the root's tells the others to end. There is one at most,
/// as of MPI itself.
class RunRanks {
 public:
  /// \throws as join_ranks
  RunRanks();
  ~RunRanks();
  RunRanks(const RunRanks&) = delete;
  RunRanks& operator=(const RunRanks&) = delete;

  /// False where this process is to serve() another.
  bool leads() const { return !ranks_ || ranks_->rank() == 0; }

  /// Works for the root until it says to end. Signals are left to the root.
  void serve();

  /// The backend of the whole run, and says which. Ranks are opened anew.
  static std::unique_ptr<kernels::Backend> open_backend(const BackendChoice& choice);

  /// How many ranks there are on the root's node, itself among them.
  static int ranks_on_node();

  /// Says, where there are several ranks, what the root does without the others.
  static void say_alone(const std::string& what);

 private:
  std::unique_ptr<Ranks> ranks_;
  std::unique_ptr<Workers> workers_;
};

}  // namespace slipburst::host
