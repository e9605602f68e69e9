#pragma once
/// \file A file that a command is to write.

#include <optional>
#include <string>

#include "host/files/output_lock.hpp"
#include "host/files/run_files.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// Claims an output from the start of a command to its end. To be made before anything is read: from then on no reader
/// of this run opens that file, no other run writes it, and nothing but an earlier result of the same run is replaced.
class OutputClaim {
 public:
  /// \param option  by which the file was given, for messages  \param path  empty: the command writes no such file
  /// \param overwrite  whether any file may be replaced
  /// \throws InputError if it cannot be written there, is an input or another output, or another run is writing it
  OutputClaim(const std::string& option, const std::string& path, bool overwrite);

  explicit operator bool() const { return name_.has_value(); }

  /// The file itself, if a link was given; empty without one.
  const std::string& path() const { return path_; }

  bool overwrite() const { return overwrite_; }

  /// Checks, before long work, that the HDF5 file in place, if any, is an earlier result of this run.
  /// \param format  that it would have, such as "slipburst-table"
  /// \throws InputError naming the remedy if it is not, unless any file may be replaced
  void require_result_of(const RunIdentity& run, const std::string& format) const;

  /// require_result_of() for an output that is a text, see text_header().
  void require_text_of(const RunIdentity& run, const std::string& format) const;

  /// require_result_of() for commands without checkpoints.
  /// \throws InputError also if a run that was stopped is to write the file
  void require_free_for(const RunIdentity& run, const std::string& format) const;

 private:
  [[noreturn]] void refuse(const std::string& why) const;

  std::string path_;
  bool overwrite_;
  std::optional<OutputName> name_;
  std::optional<OutputLock> lock_;
};

}  // namespace slipburst::host
