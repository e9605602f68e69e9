#pragma once
/// \file The group /response of a spectrum's file: the spectrum as the case's detector sees it.

#include "host/case/case.hpp"
#include "host/case/detector_response.hpp"
#include "host/sampling/spectrum_values.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

/// The group /response with the detector itself: edges of measured energies, efficiency, resolution, threshold, scale.
void write_detector(OutputFile& file, const DetectorResponse& response, const std::vector<double>& edges_eV);

/// Nothing for a case whose [response] is all defaults. \throws InputError for an unusable file of response.efficiency
void write_response(OutputFile& file, const Case& c, const SpectrumValues& values);

}  // namespace slipburst::host
