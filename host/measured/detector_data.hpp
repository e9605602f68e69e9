#pragma once
/// \file The data of an experiment in text files.

#include <string>
#include <vector>

#include "host/columns/number_file.hpp"
#include "host/response/measured_spectrum.hpp"

namespace slipburst::host {

/// Reads one energy per line. \return energies in eV, rising
std::vector<double> read_event_energies(const std::string& path, const GivenUnit& energy);

/// Reads lower end, upper end and counts per line. Rates are refused, even if they are whole numbers.
/// \param values  the unit of the third column: counts
/// \throws InputError for bins without width, bins that overlap or do not rise, and counts that are not whole numbers
/// from 0 to 2^53
std::vector<MeasuredBand> read_binned_counts(const std::string& path, const GivenUnit& energy, const GivenUnit& values);

}  // namespace slipburst::host
