#pragma once
/// \file The file of a spectrum: format "slipburst-spectrum".

#include <optional>
#include <string>

#include "host/quadrature/negative_film.hpp"
#include "host/response/folded_spectrum.hpp"
#include "host/results/field.hpp"
#include "host/results/run_record.hpp"
#include "host/sampling/spectrum_values.hpp"

namespace slipburst::host {

/// SHA-256 over the 64-bit counts, little-endian: for crystal, then film: zero, underflow, bins, overflow, each summed
/// over subsonic and supersonic events; then the same slots of supersonic events, crystal, then film; then the rejected
/// events. All strata in order.
std::string counts_sha256(const Spectrum& spectrum);

/// The table used by a spectrum; the method `direct` uses only its range.
struct TableUse {
  std::string sha256;
  double max_relative_error;
  NegativeFilm negative{0, 0};  ///< lines of the case with a negative film energy
};

/// A spectrum as its file and its report give it.
struct SpectrumResult {
  SpectrumValues values;
  RateScale rate;
  std::optional<FoldedSpectrum> seen;  ///< by the detector, for a case with [response]
  TableUse table;
  std::string backend;
  std::string silent_because;                            ///< see silence()
  std::optional<double> quadrature_relative_error = {};  ///< of an exact spectrum
};

/// A sampled spectrum with its digest, for the time of a call.
struct CountedSpectrum {
  const Spectrum& spectrum;
  std::string counts_sha256;
};
/// Counts of a sampled spectrum.
const Fields<CountedSpectrum>& spectrum_count_fields();

/// Writes a sampled spectrum: its counts and the values estimated from them.
/// \param record  its report holds counts_sha256
void write_spectrum_file(const std::string& path, const Case& c, const Spectrum& spectrum, const SpectrumResult& result,
                         const RunRecord& record);

/// Writes a spectrum without counts.
void write_exact_file(const std::string& path, const Case& c, const SpectrumResult& result,
                      const RunIdentity& identity);

}  // namespace slipburst::host
