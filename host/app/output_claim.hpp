#pragma once
/// \file A file that a command is to write.

#include <optional>
#include <string>

#include "host/files/output_lock.hpp"
#include "host/files/run_files.hpp"
#include "host/results/run_identity.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

/// Declares -o and --overwrite.
void add_output_options(CLI::App& command, std::string& path, bool& overwrite);

/// Claims an output from the start of a command to its end: no reader of this run opens the file, no other run writes
/// it, and only an earlier result of the same run is replaced. Create the claim before reading any file.
class OutputClaim {
 public:
  /// \param option  option that gave the file, for messages  \param path  empty: the command writes no such file
  /// \param overwrite  whether any file may be replaced
  /// \throws InputError if the file cannot be written, is an input or another output, or another run is writing it
  OutputClaim(const std::string& option, const std::string& path, bool overwrite);

  explicit operator bool() const { return name_.has_value(); }

  /// Path of the output, symbolic links resolved; empty if the command writes no file.
  const std::string& path() const { return path_; }

  bool overwrite() const { return overwrite_; }

  /// Checks, before long work, that an existing HDF5 file at the path is an earlier result of this run.
  /// \param format  expected format, such as "slipburst-table"
  /// \throws InputError naming the remedy for any other file, unless any file may be replaced
  void require_result_of(const RunIdentity& run, const std::string& format) const;

  /// Variant of require_result_of() for an output that is a text, see text_header().
  void require_text_of(const RunIdentity& run, const std::string& format) const;

  /// Variant of require_result_of() for commands without checkpoints.
  /// \throws InputError also if the file is the output of a stopped run that can be resumed
  void require_free_for(const RunIdentity& run, const std::string& format) const;

 private:
  [[noreturn]] void refuse(const std::string& why) const;

  std::string path_;
  bool overwrite_;
  std::optional<OutputName> name_;
  std::optional<OutputLock> lock_;
};

}  // namespace slipburst::host
