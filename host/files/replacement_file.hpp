#pragma once
/// \file A file that appears under its name only when it is whole.

#include <cstddef>
#include <span>
#include <string>
#include <utility>

namespace slipburst::host {

/// The file meant by `path`: itself, or what a symbolic link leads to.
/// \throws InputError when it is a folder, a device or a pipe
std::string target_of(const std::string& path);

/// Renames a finished file, and waits until the disk has its new name. \throws InputError when that fails
void put_in_place(const std::string& from, const std::string& path);

/// Opens a temporary name in the folder of `path`; commit() writes it and puts it in the place of `path`. Without a
/// successful commit() the destructor removes the temporary and `path` stays as it was.
class ReplacementFile {
 public:
  /// \param path Where the file is to be. A symbolic link is followed.
  /// \throws InputError when the folder is missing or not writable, or `path` is a folder, a device or a pipe.
  explicit ReplacementFile(const std::string& path);
  ~ReplacementFile();
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;

  /// \return The temporary name, which no other ReplacementFile has.
  const std::string& temporary() const { return temporary_; }

  /// Lets commit() rename what is in place to `previous` instead of replacing it.
  void keep(std::string previous) { previous_ = std::move(previous); }

  /// Appends bytes. \throws InputError when the disk does not take them: disk full, quota, folder gone.
  void write(std::span<const std::byte> content);

  /// Waits until the disk has what was written, by write() or by other means to temporary(), and renames.
  /// \throws InputError when one of these fails.
  void commit();

  /// \throws InputError "PATH: WHAT: the system's reason; the remedy"
  [[noreturn]] void fail(const std::string& what, int error_number) const;

 private:
  std::string path_;
  std::string temporary_;  ///< empty once renamed
  std::string previous_;   ///< empty: what is in place is replaced
  int descriptor_ = -1;
};

}  // namespace slipburst::host
