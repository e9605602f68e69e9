#pragma once
/// \file From the keys of [response] to what a detector does, files read.

#include <string>

#include "host/config/case.hpp"
#include "host/response/detector_response.hpp"

namespace slipburst::host {

/// Whether any key of [response] differs from its default.
bool has_response(const Response& response);

/// Reads a file of energies (keV) and survival probabilities, as the EXCESS workshop's repository has them.
/// \throws InputError naming file and line for a probability outside 0..1, or energies that do not rise
EfficiencyCurve read_efficiency_file(const std::string& path);

/// \throws InputError for an unusable file of response.efficiency
DetectorResponse detector_response(const Response& response);

}  // namespace slipburst::host
