#pragma once
/// \file Report and warnings of a spectrum, sampled or integrated.

#include <string>

#include "host/app/report.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// Digest, accuracy and negative film energies of a table for a case. Warns of lines outside the validity of the model.
TableUse use_of(const PreparedCase& c, const Table& table);

/// Warns of lines with a negative film energy, if there are any.
void warn_of_negative_film(const NegativeFilm& negative);

/// Adds to a report the values common to all spectra.
void append_values(Report& report, const PreparedCase& c, const SpectrumValues& values, const TableUse& table);

/// Writes the file of a sampled spectrum unless `output` is empty. The file is the same for one run and for its merged
/// pieces.
/// \return the report, without the throughput
Report finish_spectrum(const std::string& output, const PreparedCase& c, const Spectrum& spectrum,
                       const TableUse& table, const RunIdentity& identity);

}  // namespace slipburst::host
