#pragma once
/// \file A file that appears under its name only when it is whole.

#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "host/base/error.hpp"

namespace slipburst::host {

/// Error of a file that the system did not let be written; the same command may succeed later.
class WriteError : public InputError {
 public:
  using InputError::InputError;
};

/// Advice for a file that could not be made.
std::string remedy_for(int error_number);

/// The file meant by `path`: itself, or the target of a symbolic link.
/// \throws InputError when it is a folder, a device, a pipe, or a broken link
std::string target_of(const std::string& path);

/// Renames a file unless the new name is taken.
/// \return 0, EEXIST if the new name is taken, or another error number of the system
int rename_to_free_name(const std::string& from, const std::string& to);

/// Renames a finished file and waits until the disk has its new name. The file takes over the permissions of the file
/// that it replaces. \throws WriteError when the system refuses; InputError when an OutputName does not allow it
void put_in_place(const std::string& from, const std::string& path);

/// Whether a file is a temporary of a ReplacementFile: its name contains its inode, which does not happen by chance, or
/// it is empty and has the first name of a temporary, with process and number.
bool is_own_temporary(const std::string& path);

/// File with a temporary name in the folder of `path`; commit() renames it to `path`. Without a successful commit() the
/// destructor removes the temporary file and `path` stays as it was.
class ReplacementFile {
 public:
  /// \param path Final path of the file. A symbolic link is followed.
  /// \throws InputError when the folder is missing or not writable, or as target_of().
  explicit ReplacementFile(const std::string& path);
  ~ReplacementFile();
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;

  /// \return The temporary name, which no other ReplacementFile has.
  const std::string& temporary() const { return temporary_; }

  /// Lets commit() rename the present file at `path` to `previous` instead of replacing it.
  void keep(std::string previous) { previous_ = std::move(previous); }

  /// Appends bytes. \throws WriteError when the disk does not take them: disk full, quota, folder gone.
  void write(std::span<const std::byte> content);

  /// Waits until the disk has all bytes written, by write() or by other means to temporary(), and renames the file.
  /// \throws As put_in_place().
  void commit();

  /// \throws WriteError "PATH: WHAT: the system's reason; the remedy"
  [[noreturn]] void fail(const std::string& what, int error_number) const;

 private:
  void open_temporary();

  std::string path_;
  std::string temporary_;  ///< empty once renamed
  std::string previous_;   ///< empty: the present file is replaced
  int descriptor_ = -1;
};

}  // namespace slipburst::host
