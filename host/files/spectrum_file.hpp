#pragma once
/// \file The file of a spectrum: format "slipburst-spectrum".

#include <string>

#include "host/run/spectrum.hpp"

namespace slipburst::host {

/// SHA-256 over the 64-bit counts, little-endian: for crystal, then film: zero, underflow, bins, overflow, each of both
/// speeds added; then the same slots of supersonic events, crystal, then film; then the rejected.
std::string counts_sha256(const Spectrum& spectrum);

void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum);

}  // namespace slipburst::host
