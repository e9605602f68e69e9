#pragma once
/// \file The state of a long command on disk, in two generations.

#include <functional>
#include <string>
#include <vector>

#include "host/results/run_identity.hpp"
#include "host/store/output_file.hpp"
#include "host/store/seal.hpp"

namespace slipburst::host {

/// FILE.checkpoint and, before it, FILE.checkpoint.previous: files of format "slipburst-checkpoint". Whatever happens
/// while one is written, the other stays. Files of these names that are not of this run are kept.
class CheckpointStore {
 public:
  /// \param output  the file that the command will write  \param run  the run that it is of
  CheckpointStore(const std::string& output, RunIdentity run);

  const std::string& path() const { return path_; }

  /// Whether there is a checkpoint, whatever its state.
  bool any() const;

  /// The first of both files that slipburst cannot have written; empty if there is none.
  std::string foreign() const;

  /// Writes the next generation. \param fill  writes what it holds besides the identity of the run
  /// \throws InputError when the disk does not take it: what was there stays
  void save(const std::function<void(OutputFile&)>& fill) const;

  /// Loads the newest generation that is not damaged. A damaged one is put aside as FILE.checkpoint.damaged, or that
  /// and a number, so that it cannot take the place of a good one, and `warn` told of it. \param load  takes the state
  /// of a file; DamagedFile if it, or what it rests on, is damaged \return Whether there was one. \throws InputError
  /// for one that cannot be read, and what else `load` throws: nothing is touched then
  bool load_newest(const std::function<void(const std::string& path)>& load,
                   const std::function<void(const std::string&)>& warn) const;

  /// Removes all of them that are of this run, also damaged ones that can be told to be, and the parts of a list that
  /// they rest on, FILE.rows-0 and so on.
  void remove() const noexcept;

 private:
  std::string output_, path_, previous_, damaged_;
  RunIdentity run_;
};

/// Parts of a list beside its file, FILE.rows-0 and so on, that are, or are not, of a run.
std::vector<std::string> list_parts(const std::string& output, const RunIdentity& run, bool of_the_run);

/// Removes temporary files of an output, its checkpoints and parts, which processes that were killed have left.
void remove_leftovers(const std::string& output) noexcept;

}  // namespace slipburst::host
