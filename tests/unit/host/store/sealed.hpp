#pragma once
/// \file Files with a valid seal around any content, to test the code behind the seal.

#include <span>
#include <string>

#include "host/store/seal.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::testing {

/// The bytes of a file without the seal that OutputFile put at its end.
inline std::string without_seal(const std::string& bytes) { return bytes.substr(0, bytes.rfind("\nsha256 ")); }

/// Writes the bytes, without the seal they may have, and the seal that fits.
inline void write_sealed(const std::string& path, const std::string& bytes) {
  const std::string content = without_seal(bytes);
  write_bytes(path, content + host::seal_of(std::as_bytes(std::span(content))));
}

/// Seals a file that HDF5 has changed or made.
inline void seal_file(const std::string& path) { write_sealed(path, read_bytes(path)); }

}  // namespace slipburst::testing
