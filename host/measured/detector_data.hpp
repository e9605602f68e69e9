#pragma once
/// \file The data of an experiment in text files.

#include <string>
#include <vector>

#include "host/columns/number_file.hpp"
#include "host/response/measured_spectrum.hpp"

namespace slipburst::host {

/// One energy per line. \return eV, rising
std::vector<double> read_event_energies(const std::string& path, const GivenUnit& energy);

/// Lower end, upper end and counts per line. Rates are refused, whole numbers or not.
/// \param values  the unit of the third column: counts
/// \throws InputError for bins without width, bins that overlap or do not rise, and what is not counted
std::vector<MeasuredBand> read_binned_counts(const std::string& path, const GivenUnit& energy, const GivenUnit& values);

}  // namespace slipburst::host
