#pragma once
/// \file A line with the SHA-256 of a file's bytes at its end, by which any damage shows. HDF5 does not mind it.

#include <cstddef>
#include <span>
#include <string>

namespace slipburst::host {

/// The line: "\nsha256 " and 64 hexadecimal digits and "\n".
std::string seal_of(std::span<const std::byte> content);

/// Whether a file ends with the seal of all that stands before.
/// \throws InputError for one that cannot be read, which says nothing about its content
bool is_sealed(const std::string& path);

}  // namespace slipburst::host
