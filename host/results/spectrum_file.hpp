#pragma once
/// \file The file of a spectrum: format "slipburst-spectrum".

#include <string>

#include "host/quadrature/negative_film.hpp"
#include "host/results/run_record.hpp"
#include "host/sampling/spectrum_values.hpp"

namespace slipburst::host {

/// SHA-256 over the 64-bit counts, little-endian: for crystal, then film: zero, underflow, bins, overflow, each of both
/// speeds added; then the same slots of supersonic events, crystal, then film; then the rejected. Strata follow each
/// other.
std::string counts_sha256(const Spectrum& spectrum);

/// The table a spectrum rests on; of method `direct` it only set the range.
struct TableUse {
  std::string sha256;
  double max_relative_error;
  NegativeFilm negative{0, 0};  ///< of the case's lines
};

/// A sampled spectrum: its counts and what they say.
void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum, const TableUse& table,
                         const RunRecord& record);

/// A spectrum without counts.
void write_exact_file(const std::string& path, const Case& c, const SpectrumValues& values, const TableUse& table,
                      const std::string& backend, const RunIdentity& identity);

}  // namespace slipburst::host
