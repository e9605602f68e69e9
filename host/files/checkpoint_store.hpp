#pragma once
/// \file The state of a long command on disk, in two generations.

#include <functional>
#include <string>

#include "host/files/output_file.hpp"

namespace slipburst::host {

/// FILE.checkpoint and, before it, FILE.checkpoint.previous: HDF5 files that end with a seal (see seal.hpp). Whatever
/// happens while one is written, the other stays.
class CheckpointStore {
 public:
  /// \param output  the file that the command will write
  explicit CheckpointStore(const std::string& output);

  const std::string& path() const { return path_; }

  /// Whether there is a checkpoint, whatever its state.
  bool any() const;

  /// Writes the next generation. \param fill  writes what it holds
  /// \throws InputError when the disk does not take it: what was there stays
  void save(const std::function<void(OutputFile&)>& fill) const;

  /// The generations there are, the newest first. \return Whether any was taken.
  /// \param load  takes the state of a file; InputError if it cannot, then the next is tried. A damaged generation is
  /// removed, so that it cannot take the place of a good one, and `warn` told of it.
  bool load_newest(const std::function<void(const std::string& path)>& load,
                   const std::function<void(const std::string&)>& warn) const;

  void remove() const noexcept;

  /// Removes temporary files of the output, its checkpoints and parts, which processes that were killed have left.
  void remove_leftovers() const noexcept;

 private:
  std::string output_, path_, previous_;
};

}  // namespace slipburst::host
