#pragma once
/// \file Report and warnings of a spectrum, sampled or integrated.

#include <optional>
#include <string>

#include "host/app/report.hpp"
#include "host/results/spectrum_file.hpp"
#include "host/results/table_file.hpp"

namespace slipburst::host {

/// Digest, accuracy and negative film energies of a table for a case. \param model  of the case's events
TableUse table_use(const PreparedCase& c, const exec::EventModel& model, const HashedTable& table);
/// Warns of lines outside the validity of the model, too.
TableUse use_of(const PreparedCase& c, const exec::EventModel& model, const HashedTable& table);

/// Warns of lines with a negative film energy, if there are any.
void warn_of_negative_film(const NegativeFilm& negative);

/// The spectrum as the case's detector sees it; std::nullopt if [response] is all defaults.
std::optional<FoldedSpectrum> seen_spectrum(const Case& c, const SpectrumValues& values);

/// Adds to a report the values common to all spectra.
void append_values(Report& report, const Case& c, const SpectrumResult& result);

/// Writes the file of a sampled spectrum unless `output` is empty. The file is the same for one run and for its merged
/// pieces.
/// \return the report, without the throughput
Report finish_spectrum(const std::string& output, const Case& c, const Spectrum& spectrum, const SpectrumResult& result,
                       const RunIdentity& identity);

}  // namespace slipburst::host
