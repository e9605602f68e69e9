#pragma once
/// \file The data of an experiment in text files.

#include <string>
#include <string_view>
#include <vector>

#include "host/response/measured_spectrum.hpp"

namespace slipburst::host {

/// Power of ten of a unit of energy in eV: 3 for "keV". \throws InputError for other than meV, eV, keV, MeV
int energy_exponent(std::string_view unit, const std::string& what);

/// One energy per line. \return eV, rising
std::vector<double> read_event_energies(const std::string& path, int exponent);

/// Lower end, upper end and counts per line. \throws InputError for bins that are empty, overlap or do not rise
std::vector<MeasuredBand> read_binned_counts(const std::string& path, int exponent);

}  // namespace slipburst::host
