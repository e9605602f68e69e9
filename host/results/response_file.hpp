#pragma once
/// \file The group /response of a spectrum's file: the spectrum as the case's detector sees it.

#include "host/case/case.hpp"
#include "host/case/detector_response.hpp"
#include "host/response/folded_spectrum.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

/// Writes the group /response with the detector itself: edges of measured energies, efficiency, resolution, threshold,
/// scale.
void write_detector(OutputFile& file, const DetectorResponse& response, const std::vector<double>& edges_eV);

/// Writes the measured spectrum. \throws InputError for an unusable file of response.efficiency
void write_response(OutputFile& file, const Case& c, const RateScale& rate, const FoldedSpectrum& folded,
                    const EnergyPlane& plane);

}  // namespace slipburst::host
