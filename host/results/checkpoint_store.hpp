#pragma once
/// \file Checkpoints of a long command, in two generations.

#include <functional>
#include <string>
#include <vector>

#include "host/results/run_identity.hpp"
#include "host/store/output_file.hpp"
#include "host/store/seal.hpp"

namespace slipburst::host {

/// FILE.checkpoint and the generation before it, FILE.checkpoint.previous: files of format "slipburst-checkpoint".
/// While one generation is written the other stays, whatever happens. Files of these names that do not belong to this
/// run are kept.
class CheckpointStore {
 public:
  /// \param output  the file that the command will write  \param run  identity of the run
  CheckpointStore(const std::string& output, RunIdentity run);

  const std::string& path() const { return path_; }

  /// Whether there is a checkpoint, whatever its state.
  bool any() const;

  /// The first of both files that slipburst cannot have written; empty if there is no such file.
  std::string foreign() const;
  /// \throws InputError if one of both is a folder, a file of another kind or of another version
  void require_checkpoints() const;

  /// Writes the next generation. \param fill  writes the content of the checkpoint besides the identity of the run
  /// \throws InputError when the disk does not take the file; the checkpoints then stay as they were
  void save(const std::function<void(OutputFile&)>& fill) const;

  /// Loads the newest generation that is not damaged. A damaged generation is put aside as FILE.checkpoint.damaged, or
  /// this name and a number, so that it cannot replace a good one, and reported by `warn`.
  /// \param load  takes over the state in a file; throws DamagedFile if the file, or a file it depends on, is damaged
  /// \return Whether a generation was loaded.
  /// \throws InputError for a file that cannot be read, and other errors of `load`: nothing is touched then
  bool load_newest(const std::function<void(const std::string& path)>& load,
                   const std::function<void(const std::string&)>& warn) const;

  /// Removes all checkpoints of this run, also damaged ones whose identity can be read, and the parts of a list that
  /// they depend on, FILE.rows-0 and so on.
  void remove() const noexcept;

 private:
  std::string output_, path_, previous_, damaged_;
  RunIdentity run_;
};

/// Parts of a list beside its file, FILE.rows-0 and so on, that belong to a run, or, without `of_the_run`, that do not.
std::vector<std::string> list_parts(const std::string& output, const RunIdentity& run, bool of_the_run);

/// Removes temporary files of an output, its checkpoints and parts, left behind by killed processes.
void remove_leftovers(const std::string& output) noexcept;

}  // namespace slipburst::host
