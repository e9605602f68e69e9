#pragma once
/// \file Inputs and outputs of one run of the program, so that no output takes the place of an input.

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace slipburst::host {

/// A file, whatever its name: device and inode.
struct FileIdentity {
  dev_t device;
  ino_t inode;

  bool operator==(const FileIdentity&) const = default;
};

/// The folder of a file; "." for a name alone.
std::string folder_of(const std::string& path);

/// Identity of the file that a path leads to, links followed; std::nullopt if there is no file.
std::optional<FileIdentity> file_identity(const std::string& path);

/// Whether two paths lead to one file, or would if it existed.
bool same_file(const std::string& a, const std::string& b);

/// Refuses a pipe or a device: an input is read more than once, such as for the digest that identifies a run.
/// \throws InputError
void require_regular(const std::string& path);

/// Notes a file that this run reads. Every reader calls this function before it opens a file.
/// \throws InputError for an output of this run
void note_input(const std::string& path);

/// The noted inputs, in the order in which they were first read.
const std::vector<std::string>& noted_inputs();

/// Lets this run read results of an earlier run that its outputs may replace: inputs are not noted during the lifetime
/// of this object.
class ReadingOldResult {
 public:
  ReadingOldResult();
  ~ReadingOldResult();
  ReadingOldResult(const ReadingOldResult&) = delete;
  ReadingOldResult& operator=(const ReadingOldResult&) = delete;
};

/// The name of an output, known to all readers during the lifetime of this object.
class OutputName {
 public:
  /// \param option  name of the option that gave the path, for messages  \param path  of the file, not of a link to it
  /// \throws InputError for an input, or another output, of this run, standard output and error among them
  OutputName(std::string option, std::string path);
  ~OutputName();
  OutputName(const OutputName&) = delete;
  OutputName& operator=(const OutputName&) = delete;

  const std::string& option() const { return option_; }
  const std::string& path() const { return path_; }

  /// Records the present file at the path as the file that may be replaced, as the constructor does.
  void accept_present() { present_ = file_identity(path_); }

  /// \throws InputError if the path is now that of an input, or of a file that was not there before
  void require_unchanged() const;

 private:
  std::string option_, path_;
  std::optional<FileIdentity> present_;
};

/// The output with this path; null if the path is no output.
OutputName* output_named(const std::string& path);

}  // namespace slipburst::host
