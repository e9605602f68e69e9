#pragma once
/// \file What is said of a spectrum, sampled or integrated.

#include <string>

#include "host/app/report.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// A table as the spectra of a case use it. Warns where lines have left the model.
TableUse use_of(const Case& c, const Table& table);

/// Warns of lines with a negative film energy, if there are any.
void warn_of_negative_film(const NegativeFilm& negative);

/// Adds to a report what every spectrum says.
void append_values(Report& report, const Case& c, const SpectrumValues& values, const TableUse& table);

/// Writes the file of a sampled spectrum, if `output` names one. The same of one run and of its merged pieces.
/// \return its report, without the rate at which it was drawn
Report finish_spectrum(const std::string& output, const Case& c, const Spectrum& spectrum, const TableUse& table,
                       const RunIdentity& identity);

}  // namespace slipburst::host
