#pragma once
/// \file The temporary files of this process, which no way to end it should leave behind.

#include <sys/types.h>

#include <string>

namespace slipburst::host {

/// Creates a file that is to be renamed once it is finished, open for writing at its end.
/// \param mode  permissions, less what umask takes
/// \return its descriptor, or -1 with errno
int create_unfinished(const std::string& path, mode_t mode);

/// Renames one before it is finished, unless the name is taken. \return whether that was done
bool rename_unfinished(const std::string& from, const std::string& to);

/// To be called when it has its name, or was removed.
void forget_unfinished(const std::string& path) noexcept;

/// Removes all there are. No other can be created after that: the process is about to end.
void remove_unfinished_files() noexcept;

}  // namespace slipburst::host
