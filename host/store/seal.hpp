#pragma once
/// \file Seal: a line at the end of a file with the SHA-256 of the bytes before it, to detect damage. HDF5 ignores this
/// line.

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "host/base/error.hpp"

namespace slipburst::host {

/// Error of a file whose bytes are not the bytes that slipburst wrote.
class DamagedFile : public InputError {
 public:
  using InputError::InputError;
};

/// The seal of a content: "\nsha256 ", 64 hexadecimal digits, and "\n".
std::string seal_of(std::span<const std::byte> content);

/// The seal for the content of a file that has no seal yet. \throws InputError for a file that cannot be read
std::string seal_of_file(const std::string& path);

enum class Seal {
  intact,  ///< the file is as slipburst wrote it
  broken,  ///< the seal does not fit the bytes before it
  absent   ///< the file is cut off, or written by another program, or by a slipburst from before all files were sealed
};

/// \throws InputError for a file that cannot be read, whatever its content
Seal seal_state(const std::string& path);

/// Whether a file ends with a line in the form of a seal. Only this line is read. \throws As seal_state().
bool has_seal(const std::string& path);

/// Suspends the function set by call_while_checking() for the lifetime of this object, so that seal_state() is not
/// interrupted.
class UninterruptedChecks {
 public:
  UninterruptedChecks();
  ~UninterruptedChecks();
  UninterruptedChecks(const UninterruptedChecks&) = delete;
  UninterruptedChecks& operator=(const UninterruptedChecks&) = delete;

 private:
  std::function<void()> poll_;
};

/// Sets the function that seal_state() calls after each block of a long file; the function may throw to stop the
/// reading.
void call_while_checking(std::function<void()> poll);

}  // namespace slipburst::host
