#pragma once
/// \file The temporary files of this process, to be removed however the process ends.

#include <sys/types.h>

#include <string>

namespace slipburst::host {

/// Creates a file that is to be renamed once it is finished, open for writing at its end.
/// \param mode  permissions, less the bits of umask
/// \return the file descriptor, or -1 with errno
int create_unfinished(const std::string& path, mode_t mode);

/// Renames an unfinished file unless the new name is taken. \return whether it was renamed
bool rename_unfinished(const std::string& from, const std::string& to);

/// Forgets a file that has got its final name or was removed.
void forget_unfinished(const std::string& path) noexcept;

/// Removes all unfinished files. No other can be created afterwards: the process is about to end.
void remove_unfinished_files() noexcept;

}  // namespace slipburst::host
