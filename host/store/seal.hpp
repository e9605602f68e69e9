#pragma once
/// \file A line with the SHA-256 of a file's bytes at its end, by which any damage shows. HDF5 does not mind it.

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "host/base/error.hpp"

namespace slipburst::host {

/// A file whose bytes are not those that slipburst wrote.
class DamagedFile : public InputError {
 public:
  using InputError::InputError;
};

/// The line: "\nsha256 " and 64 hexadecimal digits and "\n".
std::string seal_of(std::span<const std::byte> content);

/// The line for the content of a file that has none yet. \throws InputError for a file that cannot be read
std::string seal_of_file(const std::string& path);

enum class Seal {
  intact,  ///< the file is as slipburst wrote it
  broken,  ///< there is a seal, which does not fit the bytes before it
  absent   ///< the file is cut off, or of another program, or of slipburst before all files were sealed
};

/// \throws InputError for a file that cannot be read, which says nothing about its content
Seal seal_state(const std::string& path);

/// Whether a file ends with a line of that form. Reads nothing else. \throws As seal_state().
bool has_seal(const std::string& path);

/// While one lives, seal_state() calls nothing, so that what must be done to its end is.
class UninterruptedChecks {
 public:
  UninterruptedChecks();
  ~UninterruptedChecks();
  UninterruptedChecks(const UninterruptedChecks&) = delete;
  UninterruptedChecks& operator=(const UninterruptedChecks&) = delete;

 private:
  std::function<void()> poll_;
};

/// Sets what seal_state() calls after each block of a long file; it may throw to stop the reading.
void call_while_checking(std::function<void()> poll);

}  // namespace slipburst::host
