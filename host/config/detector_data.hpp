#pragma once
/// \file The data of an experiment in text files.

#include <string>
#include <vector>

#include "host/config/number_file.hpp"
#include "host/response/measured_spectrum.hpp"

namespace slipburst::host {

/// A column of energies of events in keV, eV, meV or MeV, read as eV.
FileColumn event_energy_column(std::string_view name, GivenUnit given);

/// One energy per line. \return eV, rising
std::vector<double> read_event_energies(const std::string& path, const GivenUnit& energy);

/// Lower end, upper end and counts per line. Rates are refused, whole numbers or not.
/// \param values  the unit of the third column: counts
/// \throws InputError for bins without width, bins that overlap or do not rise, and what is not counted
std::vector<MeasuredBand> read_binned_counts(const std::string& path, const GivenUnit& energy, const GivenUnit& values);

}  // namespace slipburst::host
