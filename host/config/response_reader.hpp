#pragma once
/// \file From the keys of [response] to the response of a detector.

#include <string>

#include "host/case/case.hpp"
#include "host/case/detector_response.hpp"
#include "host/columns/number_file.hpp"

namespace slipburst::host {

/// Whether any key of [response] differs from its default.
bool has_response(const Response& response);

/// Reads a file of energies and survival probabilities. An energy that occurs twice is a step.
/// \throws InputError naming file and line for a probability outside 0..1, energies that fall, or occur three times
EfficiencyCurve read_efficiency_file(const std::string& path, const GivenUnit& energy_unit);

/// Reads the file of response.efficiency. \throws InputError
EfficiencyCurve read_efficiency(const Response& response);

/// \pre the file of response.efficiency was read, as load_case() does
DetectorResponse detector_response(const Response& response);

}  // namespace slipburst::host
